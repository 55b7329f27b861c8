"""What a note of one's own may be, and in which notes words stand."""

from collections.abc import Mapping

from bot.core.errors import StudyError
from bot.core.text_normalization import sanitize, tokenize

MAX_NOTE = 1_000
"""Characters of a note."""
MAX_READ = 2_000
"""Characters that are read of anything that somebody types: how much longer it was is not known."""


def clean_note(text: str) -> str:
    """Return a note as it is kept: in one line; StudyError, which says how long it is, for more than MAX_NOTE."""
    note = " ".join(text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").split())
    if len(note) > MAX_NOTE:
        length = f"{len(note):,}" if len(note) < MAX_READ else f"{MAX_READ:,} or more"
        raise StudyError(f"Nothing was saved: a note has room for {MAX_NOTE:,} characters, and yours has {length}.")
    return note


def notes_with(notes: Mapping[str, str], words: str) -> tuple[str, ...]:
    """Return the ids of the topics whose note has all of `words`, each as the beginning of a word or whole."""
    looked_for = tokenize(sanitize(words))
    if not looked_for:
        return ()
    return tuple(topic_id for topic_id, note in notes.items() if _has_all(tokenize(note), looked_for))


def _has_all(written: tuple[str, ...], looked_for: tuple[str, ...]) -> bool:
    return all(any(word.startswith(beginning) for word in written) for beginning in looked_for)
