"""Lets the tests of importers borrow the files in the shapes of public roadmaps."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
