"""What a note does: found by its topic, one for each, kept on topics that are retired too."""

from dataclasses import dataclass

from bot.context import AppContext
from bot.core.lookup import WasRetired
from bot.core.member import RequestContext
from bot.core.notes import clean_note
from bot.core.roadmap import Retired, Topic
from bot.guild_context import GuildContext
from bot.store.users import delete_note, notes_of, save_note


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What somebody wrote about a topic, empty when they wrote nothing; a retired topic's can only be read."""

    topic: Topic | Retired
    text: str

    @property
    def is_retired(self) -> bool:
        """Whether the topic is no longer on the roadmap."""
        return isinstance(self.topic, Retired)


async def read(app: AppContext, request: RequestContext, typed: str) -> OwnNote:
    """Return the note on the topic that `typed` means; a StudyError says what else to try."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    async with app.database.reading() as connection:
        written = await notes_of(connection, learner)
    gone = _retired(context, typed)
    if gone and gone.id in written:
        return OwnNote(gone, written[gone.id])
    topic = await app.find_topic(context, typed, "note")
    return OwnNote(topic, written.get(topic.id, ""))


async def write(app: AppContext, request: RequestContext, topic_name: str, typed: str) -> OwnNote:
    """Keep what was typed as the note on a topic; StudyError for too long a note, or one that names no topic."""
    context = await app.guilds.of(request)
    topic = await app.find_topic(context, topic_name, "note")
    text = clean_note(typed)
    learner = context.learner(request)
    async with app.recording(request) as connection:
        await save_note(connection, learner, topic.id, text, request.at)
    app.progress.forget_notes(learner)
    return OwnNote(topic, text)


async def delete(app: AppContext, request: RequestContext, topic_id: str) -> OwnNote:
    """Delete the note on a topic, and return what it was about, with nothing written."""
    context = await app.guilds.of(request)
    topic = _retired(context, topic_id) or await app.find_topic(context, topic_id, "note")
    learner = context.learner(request)
    async with app.recording(request) as connection:
        await delete_note(connection, learner, topic.id)
    app.progress.forget_notes(learner)
    return OwnNote(topic, "")


def _retired(context: GuildContext, typed: str) -> Retired | None:
    match context.lookup.resolve(typed):
        case WasRetired(retired):
            return retired
    return None
