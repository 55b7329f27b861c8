"""How an act and a learner's progress are shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import discord

from bot.core.calendar import week_start
from bot.core.progress import Tally, TopicState, tally
from bot.core.roadmap import Section, Topic
from bot.core.streak import RULE
from bot.core.text_normalization import escape_markdown
from bot.features.progress.service import MarkResult, ProgressReport, UndoResult
from bot.ui.forecast import forecast_lines
from bot.ui.text import bar, count, display_name, join_words, sanitize, timestamp
from bot.ui.theme import (
    MASTERY_EMOJI,
    MASTERY_WORD,
    RUSTY_EMOJI,
    STATE_EMOJI,
    SUCCESS,
    WARNING,
    WAYMARK,
    make_embed,
    streak_words,
)

CALENDAR_WEEKS = 5
"""Weeks that the calendar shows, the present one included."""

PARTICIPLE = {
    TopicState.DONE: "done",
    TopicState.KNOWN: "taken over",
    TopicState.STARTED: "started",
    TopicState.SKIPPED: "skipped",
}


def notice(outcome: MarkResult) -> str:
    """Say in a few lines what marking brought, and what of the list was not marked and why."""
    lines = []
    if outcome.changed:
        earned = f" · **+{outcome.points}** points" if outcome.points else ""
        lines.append(f"{STATE_EMOJI[outcome.kind]} {_names(outcome.changed)} {PARTICIPLE[outcome.kind]}{earned}")
    if outcome.unchanged:
        lines.append(_already(outcome))
    return "\n".join(filter(None, [*lines, not_marked(outcome)]))


def not_marked(outcome: MarkResult) -> str:
    """Say what of a list was not marked, and why; a line for each reason, nothing when all of it was."""
    return "\n".join(_not_marked(outcome))


def _not_marked(outcome: MarkResult) -> Iterator[str]:
    listed = outcome.listed
    if listed.left_out:
        yield f"➖ Left out, as you said: {_quoted(listed.left_out)}."
    for retired in listed.retired:
        yield f"🗄️ {outcome.roadmap.farewell(retired)}"
    for unclear in listed.unclear:
        if unclear.section:
            yield f"❔ “{sanitize(unclear.text, 40)}” is a whole section: name it alone to mark all of it."
    if offered := [unclear.text for unclear in listed.unclear if unclear.topics]:
        yield f"❔ Not sure what you mean by {_quoted(offered)}: pick below."
    if listed.unknown:
        yield f"❔ Not found: {_quoted(listed.unknown)}. Look for it with /search."
    if listed.is_dated:
        yield "-# Counted for today: what counts is the day on which you tell me."


def _quoted(texts: Sequence[str]) -> str:
    return join_words([f"“{sanitize(text, 40)}”" for text in texts])


def outcome(shown: MarkResult) -> discord.Embed:
    """Show what an act brought, how far the learner is, and what comes next."""
    parts = [notice(shown), progress_line(shown.sums)]
    if shown.sums.covered == shown.sums.total:
        parts.append("🎉 That was the last one: you have done the whole roadmap!")
        parts += cheers(shown)[len(shown.finished_sections) :]
    else:
        parts += cheers(shown)
        if up := shown.following:
            parts.append(f"Next: **{up.topic.markdown_title}**")
    return make_embed(_title(shown), "\n\n".join(parts), colour=SUCCESS if shown.changed else WAYMARK)


def cheers(shown: MarkResult) -> list[str]:
    """Say what is worth a word: sections that are finished now, and a long streak."""
    words = [f"🏁 Section finished: **{section.markdown_title}**" for section in shown.finished_sections]
    return [*words, *([streak_words(shown.streak_days)] if shown.streak_days else [])]


def shared_streak(name: str, days: int) -> discord.Embed:
    """Tell a channel of a streak."""
    return make_embed("A long streak", f"🔥 **{display_name(name, 32)}** has studied **{days} days** in a row.")


def shared_section(name: str, section: Section) -> discord.Embed:
    """Tell a channel of a section that somebody finished."""
    return make_embed("Section finished", f"🏁 **{display_name(name, 32)}** has finished **{section.markdown_title}**.")


def taken_back(shown: UndoResult) -> discord.Embed:
    """Show what was undone."""
    return make_embed(
        "Undone", f"{undo_notice(shown)}\n\n{progress_line(tally(shown.roadmap.order, shown.states))}", colour=WARNING
    )


def undo_notice(shown: UndoResult) -> str:
    """Say in a line what was undone."""
    lost = f" · **−{shown.points}** points" if shown.points else ""
    titles = join_words([f"**{escape_markdown(title)}**" for title in shown.titles])
    return f"↩️ {titles} no longer {PARTICIPLE[shown.kind]}{lost}"


def report(shown: ProgressReport, name: str | None) -> discord.Embed:
    """Show a learner's progress; `name` is None for the reader's own."""
    sums = tally(shown.roadmap.order, shown.states)
    if shown.last_at is None:
        text = "Nothing yet."
        if name is None:
            text = "\n".join(["Nothing yet. /next says where to begin.", *forecast_lines(shown.forecast)])
        return make_embed(_whose(name), f"{progress_line(sums)}\n\n{text}")
    counts = [(TopicState.DONE, sums.done), (TopicState.STARTED, sums.started), (TopicState.SKIPPED, sums.skipped)]
    parts = [f"{STATE_EMOJI[state]} {number} {PARTICIPLE[state]}" for state, number in counts if number]
    parts += [f"{STATE_EMOJI[TopicState.KNOWN]} {sums.known} known before"] if sums.known else []
    head = "\n".join(filter(None, [progress_line(sums), " · ".join(parts)]))
    run = shown.streak
    days = f"🔥 **{count(run.current, 'day')}** in a row · longest {count(run.longest, 'day')}"
    days += f" · 🧊 {count(run.freezes, 'freeze')}" if run.freezes else ""
    last = f"🕑 Last active {timestamp(shown.last_at)}"
    fields = [
        ("Shown", _shown(shown)),
        ("By section", "\n".join(_sections(shown))),
        ("Streak", f"{days}\n{_calendar(shown)}\n-# {RULE}"),
    ]
    lines = [head, f"⭐ {shown.points} points", last, *(forecast_lines(shown.forecast) if name is None else ())]
    return make_embed(_whose(name), "\n".join(lines), fields=fields)


def map_in_words(shown: ProgressReport, name: str | None) -> discord.Embed:
    """Show in words what the map shows as a picture; `name` is None for the reader's own."""
    lines = [progress_line(tally(shown.roadmap.order, shown.states)), _shown(shown), *_sections(shown)]
    title = "Your map" if name is None else f"Map of {display_name(name, 32)}"
    return make_embed(title, "\n".join(lines))


def _shown(shown: ProgressReport) -> str:
    levels = Counter(topic.mastery for topic in shown.shown.values())
    rusty = sum(topic.rusty for topic in shown.shown.values())
    parts = [
        f"{MASTERY_EMOJI[level]} {levels[level]} {MASTERY_WORD[level]}"
        for level in sorted(MASTERY_EMOJI, reverse=True)
        if levels[level]
    ]
    if rusty:
        parts.append(f"{RUSTY_EMOJI} {rusty} rusty")
    return " · ".join(parts) or "Nothing yet: /quiz asks you."


def _calendar(shown: ProgressReport) -> str:
    """Draw the last weeks, a line each, the present one last: active days, frozen ones, and the others."""
    first = week_start(shown.today, 0) - timedelta(weeks=CALENDAR_WEEKS - 1)
    rows = []
    for week in range(CALENDAR_WEEKS):
        days = [first + timedelta(weeks=week, days=day) for day in range(7)]
        rows.append("".join(_day(shown, day) for day in days if day <= shown.today))
    return "\n".join(rows)


def _day(shown: ProgressReport, day: date) -> str:
    if day in shown.days:
        return "🟩"
    return "🧊" if day in shown.streak.frozen else "⬜"


def progress_line(sums: Tally) -> str:
    """Draw how far somebody is over the whole roadmap."""
    return f"{bar(sums.covered, sums.total)} **{sums.covered}** of {sums.total} · {sums.percent} %"


def _title(shown: MarkResult) -> str:
    if not shown.changed:
        return "Nothing to do" if shown.unchanged else "Not found"
    return {TopicState.DONE: "Well done!", TopicState.STARTED: "Off you go", TopicState.SKIPPED: "Skipped"}[shown.kind]


def _already(shown: MarkResult) -> str:
    done = [topic for topic in shown.unchanged if shown.states.get(topic.id) is TopicState.DONE]
    rest = [topic for topic in shown.unchanged if topic not in done]
    lines = []
    if done:
        lines.append(
            f"✅ {_names(done)} {_is(done)} already done" + ("." if shown.kind is TopicState.DONE else "; undo first.")
        )
    if rest:
        lines.append(f"{STATE_EMOJI[shown.kind]} {_names(rest)} {_is(rest)} already {PARTICIPLE[shown.kind]}.")
    return "\n".join(lines)


def _is(topics: Sequence[Topic]) -> str:
    return "is" if len(topics) == 1 else "are"


def _names(topics: Sequence[Topic]) -> str:
    return join_words([f"**{topic.markdown_title}**" for topic in topics])


def _whose(name: str | None) -> str:
    return "Your progress" if name is None else f"Progress of {display_name(name, 32)}"


def _sections(shown: ProgressReport) -> list[str]:
    sums = [(section, tally(section.topic_ids, shown.states)) for section in shown.roadmap.sections]
    return [
        f"{section.emoji} {bar(part.covered, part.total, 5)} {part.covered}/{part.total} {section.markdown_title}"
        for section, part in sums
    ]
