"""Where what travels with the code lies: beside `bot/` in a checkout, inside it once it is installed from a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent

INSTALLED = PACKAGE / "shipped_data"
"""Where a wheel puts it: see `tool.hatch.build.targets.wheel.sources` in pyproject.toml."""


def shipped(name: str) -> Path:
    """Return the folder `name` (content, migrations) that belongs to this version of the program."""
    installed = INSTALLED / name
    return installed if installed.is_dir() else PACKAGE.parent / name
