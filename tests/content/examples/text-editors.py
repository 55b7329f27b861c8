"""The settings hold the things that the explanation asks for."""

assert document["python.defaultInterpreterPath"].endswith("/.venv/bin/python")
assert document["editor.formatOnSave"] is True
assert document["[python]"]["editor.defaultFormatter"] == "charliermarsh.ruff"
assert document["python.testing.pytestEnabled"] is True
