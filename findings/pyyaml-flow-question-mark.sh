#!/usr/bin/env bash
# PyYAML: a question mark inside a plain text in [ ] or { } is read by CSafeLoader (libyaml) and refused by SafeLoader.
# So `yaml.safe_load` fails on `[https://example.org/?q=1]`, which is valid YAML 1.1 and 1.2, while the "same" loader in C
# reads it: a file that works on a machine with the C extension fails with the loader that everybody calls.
set -euo pipefail
packages="PyYAML==6.0.3"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check $packages
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
import yaml

print("PyYAML", yaml.__version__, "with libyaml" if yaml.__with_libyaml__ else "without libyaml")
if not yaml.__with_libyaml__:
    sys.exit("this wheel has no C extension: nothing to compare")
TEXTS = {"[https://example.org/?q=1]": ["https://example.org/?q=1"], "{a: what?, b: 1}": {"a": "what?", "b": 1}}


def read(text, loader):
    try:
        return yaml.load(text, loader)
    except yaml.YAMLError as error:
        return type(error).__name__


seen = True
for text, meant in TEXTS.items():
    c, python = read(text, yaml.CSafeLoader), read(text, yaml.SafeLoader)
    print(f"{text}  expected from both: {meant!r}\n    CSafeLoader: {c!r}\n    SafeLoader:  {python!r}")
    seen = seen and c == meant and python == "ParserError"
# Control: in block style both read the question mark, so it is the flow style that makes the difference.
control = "- https://example.org/?q=1\n"
both = [read(control, loader) for loader in (yaml.CSafeLoader, yaml.SafeLoader)]
print("control, block style:", both)
sys.exit(0 if seen and both == [["https://example.org/?q=1"]] * 2 else 1)
PYTHON
