#!/usr/bin/env bash
# markdown-it-py: MarkdownIt("commonmark"), which is the default too, drops the text of list entries from the tenth level
# on, and whatever stands in twenty block quotes: no error, no warning, empty <li> or nothing at all. CommonMark knows no
# such limit. The preset sets maxNesting to 20 (each list level takes two); "js-default" sets 100 and keeps all of it.
set -euo pipefail
packages="markdown-it-py==4.3.0"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check $packages
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
import warnings
from importlib.metadata import version

from markdown_it import MarkdownIt

warnings.simplefilter("error")
print("markdown-it-py", version("markdown-it-py"))
LEVELS = 12
text = "".join("  " * level + f"- level{level}\n" for level in range(LEVELS))


def lost(parser):
    html = parser.render(text)
    return [level for level in range(LEVELS) if f"level{level}<" not in html + "<" and f"level{level}\n" not in html]


seen = lost(MarkdownIt("commonmark"))
default = lost(MarkdownIt())
print(f"a list {LEVELS} levels deep: expected that every level is rendered")
print(f"    MarkdownIt('commonmark') loses the texts of levels {seen}")
print(f"    MarkdownIt() loses {default}")
# Controls: the same text with another preset, and with a higher limit, is whole.
controls = [lost(MarkdownIt("js-default")), lost(MarkdownIt("commonmark", {"maxNesting": 100}))]
print("controls, js-default and maxNesting=100, lose:", controls)
sys.exit(0 if seen == default == [9, 10, 11] and controls == [[], []] else 1)
PYTHON
