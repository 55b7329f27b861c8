"""The configuration gives what its comments say, and the environment wins over the number of cores."""

assert workers == 2 * cores + 1
assert threads > 1
assert timeout == graceful_timeout == 30
assert 0 < max_requests_jitter < max_requests

os.environ["WEB_CONCURRENCY"] = "2"
configured = {}
exec(EXAMPLE, configured)
assert configured["workers"] == 2
