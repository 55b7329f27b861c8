"""How roadmaps are listed, previewed before they are taken, and told apart from what they were."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.core.outline import MAX_QUESTIONS, MAX_SECTIONS, MAX_TOPICS
from bot.core.roadmap import Roadmap, Topic
from bot.core.roadmap_diff import TopicFace
from bot.core.text_normalization import escape_markdown
from bot.features.library.service.drafts import MAX_ROADMAPS, Preview
from bot.features.library.service.editing import OwnQuestion, OwnTopic
from bot.features.library.service.live_versions import Taken
from bot.features.library.service.shelves import Shelf
from bot.ui.text import clip, count, join_words, sanitize
from bot.ui.theme import WARNING, WAYMARK, make_embed

SHOWN_TOPICS = 5
NEARLY_FULL = 0.8
"""The part of a limit from which on it is told."""
SHOWN_REMARKS = 8
SHOWN_NAMES = 6
REMARK_LENGTH = 110
SHOWN_EXPLANATION = 600
NOTE_LENGTH = 100


def shelf(shown: Shelf) -> discord.Embed:
    """List what a server may study."""
    lines = [_shelf_line(shown, roadmap) for roadmap in shown.roadmaps]
    room = f" This server has {len(shown.brought)} of at most {MAX_ROADMAPS}." if shown.brought else ""
    advice = f"-# Organisers bring their own with /library bring: a README, a table, an outline.{room}"
    return make_embed("Roadmaps", "\n\n".join([*lines, advice]))


def _shelf_line(shown: Shelf, roadmap: Roadmap) -> str:
    own = shown.brought.get(roadmap.id)
    notes = [count(len(roadmap), "topic")]
    if own:
        notes.append(f"brought here, version {own.version}" + (", offered to all" if own.is_offered else ""))
    if roadmap.id in shown.offered:
        notes.append("offered by the host")
    if roadmap.id == shown.studied:
        notes.append("**studied here**")
    summary = f"\n{clip(roadmap.summary, 150)}" if roadmap.summary else ""
    return f"🗺️ **{roadmap.markdown_title}** · {' · '.join(notes)}{summary}"


def preview(shown: Preview) -> discord.Embed:
    """Show a file as members will see its roadmap, with everything odd about it."""
    roadmap, brought = shown.roadmap, shown.brought
    how = f"read as {brought.format}" + (f", {brought.topics_are} are topics" if brought.topics_are else "")
    about = f"**{count(len(roadmap), 'topic')}** in **{count(len(roadmap.sections), 'section')}** · {how}"
    sections = [
        f"{section.emoji} **{number}. {section.markdown_title}** · {len(section.topic_ids)}".strip()
        for number, section in enumerate(roadmap.sections, start=1)
    ]
    text = "\n\n".join(filter(None, [about, roadmap.summary, "\n".join(sections)]))
    limits = _near_limits(roadmap)
    text += f"\n\n{limits}" if limits else ""
    fields = [
        ("What changes", "\n".join(_changes(shown))),
        ("Five of its topics", "\n".join(_topic_line(topic) for topic in _five(roadmap))),
        ("Look at", "\n".join(_remarks(brought.remarks))),
    ]
    return make_embed(f"{roadmap.markdown_title}: a preview", text, fields=fields)


def _near_limits(roadmap: Roadmap) -> str:
    """Say how much more fits, where that is little."""
    sizes = (
        (len(roadmap), MAX_TOPICS, "topics"),
        (len(roadmap.sections), MAX_SECTIONS, "sections"),
        (len(roadmap.questions), MAX_QUESTIONS, "questions"),
    )
    near = [f"{size:,} of at most {most:,} {what}" for size, most, what in sizes if size >= NEARLY_FULL * most]
    return f"⚠️ {join_words(near)}." if near else ""


def _five(roadmap: Roadmap) -> list[Topic]:
    """Return five topics from all over a roadmap."""
    step = max(len(roadmap) // SHOWN_TOPICS, 1)
    return [roadmap.topics[topic_id] for topic_id in roadmap.order[::step][:SHOWN_TOPICS]]


def _topic_line(topic: Topic) -> str:
    return f"- **{topic.markdown_title}**" + (f": {clip(topic.summary, 90)}" if topic.summary else "")


def _remarks(remarks: Iterable[str]) -> Iterator[str]:
    # The switch is a button here.
    others = [remark for remark in remarks if "are taken for topics" not in remark]
    for remark in others[:SHOWN_REMARKS]:
        yield f"- {sanitize(remark, REMARK_LENGTH)}"
    if len(others) > SHOWN_REMARKS:
        yield f"- and {len(others) - SHOWN_REMARKS} more of the kind"


def _changes(shown: Preview) -> Iterator[str]:
    if shown.live is None:
        if shown.roadmaps:
            yield f"This will be roadmap {shown.roadmaps + 1} of the {MAX_ROADMAPS} that a server may bring."
        return
    what = shown.settled.changes
    now, before = shown.roadmap.topics, shown.live.topics
    yield from _line("➕ New", [now[topic_id].title for topic_id in what.added])
    yield from _line("♻️ Back again", [now[topic_id].title for topic_id in what.restored])
    yield from _line("✏️ Renamed", [f"{before[topic_id].title} → {now[topic_id].title}" for topic_id in what.renamed])
    yield from _line("✏️ Sections renamed", [f"{was} → {name}" for was, name in what.sections])
    yield from _line("↕️ In another section", [now[topic_id].title for topic_id in what.moved])
    yield from _line("➖ Taken out", [before[topic_id].title for topic_id in what.removed])
    if shown.touched:
        yield f"{count(shown.touched, 'member')} have begun what is taken out; they keep it, in case it comes back."
    if number := shown.settled.kept_questions:
        yield f"❓ {count(number, 'question')} {'stays' if number == 1 else 'stay'}: this file has none."
    if not what:
        yield "No topic is added, renamed, moved or taken out; texts may differ."


def _line(head: str, titles: list[str]) -> Iterator[str]:
    if titles:
        names = ", ".join(escape_markdown(clip(title, 60)) for title in titles[:SHOWN_NAMES])
        more = f" and {len(titles) - SHOWN_NAMES} more" if len(titles) > SHOWN_NAMES else ""
        yield f"{head} ({len(titles)}): {names}{more}"


def question(shown: Preview, now: TopicFace, was: TopicFace) -> discord.Embed:
    """Ask whether a topic of a file is one that there was."""
    left = len(shown.settled.questions)
    text = (
        f"Before: **{escape_markdown(was.title)}**{_place(was)}\n"
        f"Now: **{escape_markdown(now.title)}**{_place(now)}\n\n"
        "Is that the same topic? If so, members keep what they did with it."
    )
    return make_embed("The same topic?", text, footer=f"{count(left, 'question')} left", colour=WARNING)


def _place(face: TopicFace) -> str:
    summary = f"\n> {clip(face.summary, 150)}" if face.summary else ""
    return (f" in {escape_markdown(face.section)}" if face.section else "") + summary


def own_topic(shown: OwnTopic) -> discord.Embed:
    """Show an organiser what there is of a topic."""
    topic = shown.topic
    links = [f"- [{link.markdown_title}]({link.url})" for link in topic.resources]
    parts = [
        f"**{topic.summary}**" if topic.summary else "",
        clip(topic.explanation, SHOWN_EXPLANATION),
        "\n".join(links),
        f"{count(len(topic.quiz), 'question')}. Whatever you change makes a new version; /library versions goes back.",
    ]
    return make_embed(f"Edit {topic.markdown_title}", "\n\n".join(filter(None, parts)))


def own_question(shown: OwnQuestion) -> discord.Embed:
    """Show an organiser a question with its right choice, and what members said against it."""
    question = shown.question
    choices = [f"{'✅' if place == question.answer else '▫️'} {choice}" for place, choice in enumerate(question.choices)]
    parts = [question.question, "\n".join(choices), question.why, *_said_against(shown)]
    return make_embed(
        f"A question about {shown.topic.markdown_title}",
        "\n\n".join(filter(None, parts)),
        colour=WARNING if shown.flagged else WAYMARK,
    )


def _said_against(shown: OwnQuestion) -> Iterator[str]:
    if shown.flagged:
        notes = "".join(f"\n> {sanitize(note, NOTE_LENGTH)}" for note in shown.flagged.notes)
        yield f"🚩 **{count(shown.flagged.times, 'member')}** found something wrong with it.{notes}"


def flagged(questions: Sequence[OwnQuestion]) -> discord.Embed:
    """List the questions that members found something wrong with."""
    if not questions:
        return make_embed("Flagged questions", "Nobody has found anything wrong with a question of yours.")
    lines = [
        f"**{sanitize(shown.question.question, 120)}** · {shown.topic.markdown_title}\n{said}"
        for shown in questions
        for said in _said_against(shown)
    ]
    return make_embed("Flagged questions", "\n\n".join(lines), footer="Changing a question settles its flags")


def taken(done: Taken) -> discord.Embed:
    """Say that a version is live."""
    name = done.roadmap.markdown_title
    text = f"Version {done.version} of **{name}** is live: {count(len(done.roadmap), 'topic')}."
    text += " It is what this server studies." if done.is_studied else "\n\n`Use it here` lets this server study it."
    return make_embed("Taken", text)


def saved(done: Taken) -> discord.Embed:
    """Say that an edit is live."""
    text = (
        f"Version {done.version} of **{done.roadmap.markdown_title}** is live. `Versions` goes back to an earlier one."
    )
    return make_embed("Saved", text)
