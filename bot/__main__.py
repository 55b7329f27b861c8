"""Start here: the command line of Waymark (`python -m bot --help`)."""

import io
import os
import sys
import zoneinfo

from bot.command_line.parser import do, parser
from bot.core.errors import ContentError, DatabaseUnavailableError, StartError

CONTENT_MISTAKES = 1
"""Exit code for broken content; for what else cannot start see StartError.exit_code."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says and give the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no emoji shows a question mark; it should not end the program.
            stream.reconfigure(errors="replace")
    named = parser().parse_args(arguments)
    # Time zones come from the pinned tzdata package, not from whatever the machine holds.
    zoneinfo.reset_tzpath(to=())
    try:
        exit_code = do(named)
        sys.stdout.flush()
    except BrokenPipeError:  # `check | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CONTENT_MISTAKES
    except ContentError as error:
        sys.stderr.write(f"{error}\nThe content has mistakes, so Waymark does not start with it.\n")
        return CONTENT_MISTAKES
    except StartError as error:
        sys.stderr.write(f"waymark: {error}\n")
        return error.exit_code
    except DatabaseUnavailableError as error:
        sys.stderr.write(f"waymark: the database does not answer: {' '.join(str(error).split())}\n")
        return StartError.exit_code
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
