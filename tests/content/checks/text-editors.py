"""Checks of the topic `text-editors`."""

import subprocess
import sys
import symtable

from grading import claim, question, raises


@claim("`breakpoint()` opens the debugger at that line")
def opens():
    done = subprocess.run([sys.executable, "-c", "n = 7\nbreakpoint()\nprint('on')"], input="p n\nc\n", capture_output=True, text=True)
    assert "(Pdb)" in done.stdout and "7" in done.stdout and "on" in done.stdout


@question("breakpoint-run-script")
def a_script(choices):
    done = subprocess.run([sys.executable, "-c", "breakpoint()\nprint('on')"], input="c\n", capture_output=True, text=True)
    return {"`pdb` opens": "(Pdb)" in done.stdout, "prints a traceback": "Traceback" in done.stderr, "only works inside": "(Pdb)" not in done.stdout,
            "into the log file": "(Pdb)" not in done.stdout}


@question("ed-breakpoint-condition")
def a_condition(choices):
    script = "for total in [5, 3, -1, 8]:\n    x = total\n"
    def stops(*commands):
        path = __import__("pathlib").Path(__import__("tempfile").mkdtemp()) / "s.py"
        path.write_text(script)
        done = subprocess.run([sys.executable, "-m", "pdb", str(path)], input="\n".join([*commands, "p total", "q", ""]), capture_output=True, text=True)
        return "-1" in done.stdout.split("(Pdb)")[len(commands) + 1]

    def printed_all(source):
        return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout.split()[-1]
    return {"with the condition": stops("b 2, total < 0", "c"), "in the first line": stops("b 1", "c"),
            "A `print` in each round": printed_all("for total in [5, 3, -1, 8]:\n    print(total)") == "-1"}


@question("ed-linter-undefined")
def undefined(choices):
    source = "def total(cart):\n    return sum(line.price for line in crat)\n"
    names = {}
    exec(source, names)
    table = symtable.symtable(source, "x", "exec").get_children()[0]
    known = "crat" in names or table.lookup("crat").is_local()
    return {"The linter": not known, "runs forever": not raises(NameError, lambda: names["total"]([])),
            "the file has no test": raises(NameError, lambda: names["total"]([])) is False}
