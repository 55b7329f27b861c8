"""The branch starts from the newest upstream, after the tests, and the message has Django's form."""

import re

order = [
    "git clone",
    "git remote add upstream",
    "python -m pip install -e .",
    "(cd tests",
    "git switch -c ticket_12345 upstream/main",
    "git commit",
    "git push origin ticket_12345",
]
places = [next(place for place, line in enumerate(document) if line.startswith(step)) for step in order]
assert places == sorted(places)

(message,) = re.findall(r'-m "(.+)"', EXAMPLE)
assert re.fullmatch(r"Fixed #\d+ -- [A-Z].+\.", message)
