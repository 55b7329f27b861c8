"""The environment does not decide the number of workers."""

import os

os.environ.pop("WEB_CONCURRENCY", None)
