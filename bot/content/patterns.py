"""The shapes that texts must have, and how to say so to an author."""

import re

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ONE_LINE = r"^[^\r\n]*$"
NO_FENCE = r"^(`{0,2}[^`])*`{0,2}$"
URL = r"^https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:[0-9]+)?([/?#]\S*)?$"
LANGUAGE = r"^[a-z0-9+#-]+$"
VERSION = r"^[^\r\n]*[0-9][^\r\n]*$"
EMOJI = r"^[0-9#*]?[^\x00-\x7f]+$"

SHOULD_BE = {
    SLUG: "should be a slug: small letters and digits, parts joined by single hyphens, as in `drf-serializers`",
    ONE_LINE: "has several lines; one is shown",
    NO_FENCE: "holds ```, which would end the code block that it is shown in",
    URL: "should be a whole https address without spaces, as in `https://docs.djangoproject.com/en/stable/`",
    LANGUAGE: "should be a Discord code-block name, as in `python`",
    VERSION: "should be a name and a number, as in `Django 6.1`",
    EMOJI: "should be one emoji, as in 🧱",
}

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML allows nowhere but as an escape, and nobody means to write."""
