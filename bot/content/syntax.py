"""The YAML parser's complaints in words for people who write texts, with the remedy that is mostly right."""

import yaml

REMEDIES = {
    "mapping values are not allowed": "a text that holds `: ` must stand in quotes, or after `|` on lines of its own",
    "cannot start any token": "a text that begins with a sign such as ` @ % must stand in quotes",
    "expected key": "check the indentation of this line, and the quotes of the one before",
    "expected '-' indicator": "each entry of a list begins with `- `, all at the same indentation",
    "expected ',' or": "a list in [ ] or { } is not closed, or a text in it needs quotes",
    "could not find expected ':'": "a key is followed by `: `; a text of several lines stands after `|`, indented",
    "unexpected end of stream": "the quotes that open here are not closed",
    "unknown escape character": 'inside " a backslash is written twice; or use single quotes',
    "block sequence entries are not allowed": "a list begins on a line of its own, under its key",
    "expected <document start>": "check the indentation of this line",
    "expected <block end>": "check the indentation of this line, and the quotes of the one before",
}
"""What the parser says -> what the author should look for."""


def syntax_mistake(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line (from 1) of the parser's `error` in `text`, and words for it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, f"is not YAML: {error}"
    problem = error.problem or "something is wrong"
    unclosed = "end of stream" in problem and error.context_mark
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.split("\n")
    if line < len(lines) and "\t" in lines[line][: len(lines[line]) - len(lines[line].lstrip())]:
        return line + 1, "a tab indents this line: use spaces"
    remedy = next((words for sign, words in REMEDIES.items() if sign in problem), problem)
    return line + 1, f"YAML cannot be read from here on: {remedy}"
