"""A default where the start should fail, and a text that is always true."""

SECRET_KEY = os.environ.get("SECRET_KEY", "insecure")
DEBUG = bool(os.environ.get("DEBUG", "False"))
