"""How topics are shown: parts of a card in depth, search results, the roadmap, and what comes next."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import discord

from bot.core.mastery import Shown
from bot.core.progress import States, TopicState, UpNext, missing, tally
from bot.core.roadmap import Example, Project, Prompt, Roadmap, Section, Topic
from bot.core.search import Hit
from bot.core.text_normalization import escape_markdown
from bot.features.topics.service import LearnerProgress
from bot.ui.prompt import prompt_text
from bot.ui.text import bar, count, duration, join_words, sanitize
from bot.ui.theme import STATE_EMOJI, make_embed, mastery_mark, mastery_words


def example(topic: Topic, shown: Example) -> discord.Embed:
    """Show the example of a topic with what it prints."""
    parts = [shown.caption, f"```{shown.language}\n{shown.code.rstrip()}\n```"]
    if shown.output:
        parts.append(f"It prints:\n```\n{shown.output.rstrip()}\n```")
    return make_embed(f"{topic.markdown_title}: example", "\n".join(filter(None, parts)))


def exercises(topic: Topic, shown: Sequence[Prompt]) -> discord.Embed:
    """Show what a topic gives to try out, each with one solution that shows when somebody taps on it."""
    return make_embed(f"{topic.markdown_title}: exercise", "\n\n".join(map(prompt_text, shown)))


def pitfalls(topic: Topic) -> discord.Embed:
    """Show the mistakes people make with a topic, each with its cure."""
    return make_embed(
        f"{topic.markdown_title}: pitfalls",
        "\n\n".join(f"⚠️ **{pitfall.mistake}**\n{pitfall.cure}" for pitfall in topic.pitfalls),
    )


def project(topic: Topic, shown: Project) -> discord.Embed:
    """Show what a project topic asks to be built."""
    steps = "\n".join(f"☐ {step}" for step in shown.milestones)
    stretch = "\n".join(f"- {goal}" for goal in shown.stretch)
    parts = [shown.brief, f"**Milestones**\n{steps}", f"**Done when**\n{shown.done_when}"]
    if stretch:
        parts.append(f"**If you want more**\n{stretch}")
    return make_embed(f"{topic.markdown_title}: the project", "\n\n".join(parts))


def hits(words: str, topic_hits: Sequence[Hit], notes: Sequence[tuple[Topic, str]] = ()) -> discord.Embed:
    """Show search results, each with the line in which the words stand, and the reader's own notes that have them."""
    lines = [f"**{hit.topic.markdown_title}**\n{escape_markdown(hit.snippet)}" for hit in topic_hits]
    own = [f"📝 **{topic.markdown_title}** (your note)\n{sanitize(note, 200)}" for topic, note in notes]
    if own:
        title = f"{count(len(topic_hits), 'topic')} and {count(len(own), 'note')} for “{sanitize(words, 60)}”"
        return make_embed(title, "\n\n".join([*own, *lines]))
    return make_embed(f"{count(len(topic_hits), 'topic')} for “{sanitize(words, 60)}”", "\n\n".join(lines))


def roadmap(shown: Roadmap, states: States | None) -> discord.Embed:
    """Show the whole roadmap, with a learner's states a bar for each section."""
    lines = [_section_line(number, section, states) for number, section in _numbered(shown)]
    parts = [shown.summary, _progress_line(shown.order, states), "\n".join(lines)]
    versions = "\n".join(f"{name}: {which}" for name, which in shown.versions.items())
    text = "\n\n".join(filter(None, parts))
    return make_embed(shown.markdown_title, text, fields=[("Written for", versions)] if versions else [])


def section(
    plan: Roadmap, states: States | None, shown: Section, mastery: Mapping[str, Shown] = MappingProxyType({})
) -> discord.Embed:
    """Show one section, with a learner's states and `mastery` (by topic id) what each topic stands at."""
    parts = [shown.summary, _progress_line(shown.topic_ids, states)]
    if states is not None and any(missing(plan.topics[topic_id], states) for topic_id in shown.topic_ids):
        parts.append("-# 🔒 builds on topics that you have not done yet; you can open it anyway.")
    for group in shown.groups:
        lines = [_topic_line(plan.topics[topic_id], states, mastery) for topic_id in group.topic_ids]
        same = group.markdown_title == shown.markdown_title  # a brought list without groups
        parts.append("\n".join(lines if same else [f"**{group.markdown_title}**", *lines]))
    return make_embed(f"{shown.emoji} {shown.markdown_title}".strip(), "\n\n".join(filter(None, parts)))


def _progress_line(topic_ids: tuple[str, ...], states: States | None) -> str:
    if states is None:
        return ""
    sums = tally(topic_ids, states)
    return f"{bar(sums.covered, sums.total)} **{sums.covered}** of {sums.total} · {sums.percent} %"


def following(standing: LearnerProgress, up: UpNext) -> discord.Embed:
    """Show what to study next, and why."""
    sums = tally(standing.roadmap.order, standing.states)
    about = "\n".join(filter(None, [f"**{up.topic.markdown_title}**", up.topic.summary]))
    effort = f"{duration(up.topic.minutes)} · " if up.topic.minutes else ""
    footer = f"{effort}{sums.covered} of {sums.total}"
    return make_embed("Next", f"{about}\n\n{why(standing.roadmap, up)}", footer=footer)


def rusty(standing: LearnerProgress, topic: Topic) -> discord.Embed:
    """Show which topic fades, before what would be new."""
    shown = standing.shown[topic.id]
    lines = [
        f"**{topic.markdown_title}** · {mastery_words(shown)}",
        "You knew it once, and it may have faded: one right answer brings it back, before anything new.",
    ]
    if standing.following:
        lines.append(f"After that: **{standing.following.topic.markdown_title}**.")
    return make_embed("Next", "\n\n".join(lines))


def finished(standing: LearnerProgress) -> discord.Embed:
    """Congratulate on having nothing left."""
    skipped = tally(standing.roadmap.order, standing.states).skipped
    text = "You have been through the whole roadmap. What a journey!"
    if skipped:
        text += f"\nYou skipped {count(skipped, 'topic')}: /roadmap shows which, if you want to go back."
    return make_embed("Nothing left", text)


def why(plan: Roadmap, up: UpNext) -> str:
    """Say why this topic comes next."""
    if up.started:
        return "You have started it."
    if up.missing:
        needs = join_words([plan.topics[need].markdown_title for need in up.missing])
        return f"It builds on {needs}, which you have not done yet."
    if up.topic.prerequisites:
        return "It is the first open topic for which you have everything it builds on."
    return "It is the first open topic, and needs nothing else."


def _numbered(plan: Roadmap) -> enumerate[Section]:
    return enumerate(plan.sections, start=1)


def _section_line(number: int, shown: Section, states: States | None) -> str:
    title = f"{shown.emoji} **{number}. {shown.markdown_title}**".strip()
    if states is None:
        return title
    sums = tally(shown.topic_ids, states)
    mark = " ✅" if sums.covered == sums.total else ""
    return f"{title}{mark}\n{bar(sums.covered, sums.total)} {sums.covered}/{sums.total}"


def _topic_line(topic: Topic, states: States | None, mastery: Mapping[str, Shown]) -> str:
    if states is None:
        return f"▫️ {topic.markdown_title}"
    state = states.get(topic.id, TopicState.OPEN)
    locked = " 🔒" if state is TopicState.OPEN and missing(topic, states) else ""
    mark = mastery_mark(mastery.get(topic.id))
    return f"{STATE_EMOJI[state]} {topic.markdown_title}{f' {mark}' if mark else ''}{locked}"
