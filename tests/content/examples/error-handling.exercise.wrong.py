"""Whatever goes wrong becomes the default."""


def read_port(text, default=8000):
    try:
        port = int(text)
        assert 1 <= port <= 65535
        return port
    except Exception:
        return default
