"""The Dockerfile has two stages, installs before it copies the code, runs as a user, and starts without a shell."""

import json

steps = [step for step in document if step["instruction"] != "COMMENT"]
names = [step["instruction"] for step in steps]
values = [step["value"] for step in steps]
assert names.count("FROM") == 2
assert values[0].endswith("AS build")
assert "slim" in values[0]

install = next(place for place, value in enumerate(values) if "pip install" in value)
code = values.index(". .")
assert values.index("requirements.txt .") < install < code
assert names.index("USER") > code
assert values[names.index("USER")] != "root"

assert names[-1] == "CMD"
command = json.loads(values[-1])
assert command[0] == "gunicorn"
assert "0.0.0.0:8000" in command
