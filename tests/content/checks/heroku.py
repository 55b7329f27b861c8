"""Checks of the topic `heroku`."""

import os
from unittest import mock

from django.core.checks import run_checks
from django.test import override_settings
from grading import claim, judged, question

CONSOLE = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
SMTP = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.com"}}


def mail_remarks(mailers):
    """Return the ids of what `check --deploy` says about mailers."""
    with override_settings(MAILERS=mailers):
        found = run_checks(include_deployment_checks=True)
    return [message.id for message in found if message.id.startswith("mail.")]


@claim("reports `mail.E001`", django=(6, 1))
def a_mailer_for_development():
    assert mail_remarks({"default": CONSOLE}) == ["mail.E001"]
    assert mail_remarks({"default": SMTP}) == []
    assert mail_remarks({"other": SMTP}) == ["mail.W001"]


@claim("Config vars are environment variables")
def config_vars_are_text():
    with mock.patch.dict(os.environ, {"DEBUG": "False"}):
        assert bool(os.environ.get("DEBUG")) is True
        assert (os.environ.get("DEBUG") == "True") is False


@question("heroku-mailers", django=(6, 1))
def what_it_complains_about(choices):
    with_options = {"default": {**CONSOLE, "OPTIONS": {}}}
    return {
        "needs an `OPTIONS` key": mail_remarks(with_options) == [],
        "called `smtp`": mail_remarks({"smtp": CONSOLE}) == [],
        "meant for development": mail_remarks({"default": CONSOLE}) == ["mail.E001"]
        and mail_remarks({"default": SMTP}) == [],
    }


@question("heroku-debug-text")
def a_text_is_true(choices):
    def read(source, **environment):
        names = {"os": os}
        with mock.patch.dict(os.environ, environment):
            exec(source, names)
        return bool(names["DEBUG"])

    return judged(choices, lambda source: not read(source, DEBUG="False") and read(source, DEBUG="True"))


