"""The commands run in an empty folder and print what their comments say."""

import os
import subprocess
from pathlib import Path

home = Path.cwd() / "home"
home.mkdir()
environ = {"HOME": str(home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
run = subprocess.run(
    ["bash", "-euo", "pipefail", "-c", EXAMPLE], cwd=home, env=environ, capture_output=True, text=True, check=False
)
assert run.returncode == 0, run.stderr
printed = run.stdout.splitlines()
assert printed == ["?? README.md", "Say what the project is", "Ignore local files"]
assert all(f"# {line}" in EXAMPLE for line in printed)

git = {"cwd": home / "shop", "env": environ, "capture_output": True, "text": True, "check": True}
tracked = subprocess.run(["git", "ls-files"], **git)
assert tracked.stdout.split() == [".gitignore", "README.md"]
branches = subprocess.run(["git", "branch"], **git)
assert branches.stdout.split() == ["*", "main"]
