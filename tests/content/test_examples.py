"""Every example in content/python-django does what it claims.

For authors. The example of `topics/<id>.yaml` runs in a process of its own, with warnings as errors. Beside it there
may be two files in tests/content/examples, with the same names in reach as the example has:

    <id>.before.py   runs first: what the example uses but does not show (a model, some rows, a stand-in for a library)
    <id>.py          runs last: asserts what the example claims (a check without an assert is refused)

What runs, by `language`:

python      It is executed. `output`, where given, must be exactly what it prints. It needs an `output`, a check file or
            an assert of its own. `__name__` is "__main__"; `if __name__ == "__main__":` and worker processes work.
python with Django (anything imports `django` or `rest_framework`, and the example does not call settings.configure)
            It runs in an app `example` of a set-up project: admin, auth, sessions, messages, DRF with authtoken and
            simplejwt, default middleware, a SQLite file. Each model gets its table as soon as its class is there, so an
            example may define a model and query it in the next line. All files of the app are one: `from .models
            import Book` finds the Book that `<id>.before.py` or the example defined, `urlpatterns` is the URLconf
            whichever of the three defines it. Fill the dict `templates` (name -> text) for templates; change settings
            with django.test.override_settings; use django.test.Client, RequestFactory, rest_framework.test.APIClient.
sql         Each statement runs in SQLite in memory; `output` is the last result: a line of column names, then rows,
            cells apart by ` | ` (padding, rulers and a row count like psql's are allowed). `<id>.before.py` may fill
            `connection`; the check file sees `connection`, `columns` and `rows`.
html        A Django template, compiled as `document`; the check file is required and renders it.
nginx       Parsed by crossplane, strictly (a piece without `http` stands inside one).   dockerfile: dockerfile_parse.
yaml        Parsed; a workflow (`jobs`) and a Compose file (`services`) must have their required keys.
toml, ini, json, http, bash (`bash -n`)   Parsed. For all of these the check file is optional and sees `document`.

Every check file sees the example's text as `EXAMPLE`. One topic: pytest tests/content/test_examples.py -k csrf
"""

from pathlib import Path

import pytest
import yaml
from example_runner import Example, hold_to_its_claim

TOPICS = Path(__file__).parents[2] / "content" / "python-django" / "topics"
CHECKS = Path(__file__).with_name("examples")


def example_of(path: Path) -> Example | None:
    """Read the example of one topic file; None when it has none."""
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Example(**document["example"]) if "example" in document else None


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_does_what_it_claims(path: Path, tmp_path: Path) -> None:
    example = example_of(path)
    assert example, "every topic shows an example"
    hold_to_its_claim(example, CHECKS, path.stem, tmp_path)


def test_every_check_file_belongs_to_a_topic() -> None:
    strays = [path.name for path in CHECKS.glob("*") if not (TOPICS / f"{path.name.split('.')[0]}.yaml").exists()]
    assert strays == []
