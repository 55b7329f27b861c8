"""How insights are shown: a line for each finding, with what it is about and why."""

import discord

from bot.core.insights import MIN_PEOPLE, MIN_TRIES, SAMPLE, DoubtfulQuestion, StuckTopic
from bot.core.roadmap import Question, Topic
from bot.features.insights.service import Found
from bot.ui.question import LETTERS
from bot.ui.text import clip, count, sanitize
from bot.ui.theme import make_embed

HEADLINE = "🔎 The group's week"
MAX_LINES = 12
"""Lines of a digest."""
QUESTION_WORDS = 80
SMALL_PRINT = (
    f"-# Figures of {MIN_PEOPLE} people or more, of the {SAMPLE} who were here last; whoever hides is in none."
)


def panel(figures: Found) -> discord.Embed:
    """Show what there is to tell of the group, with the rules by which it was found."""
    return make_embed("Insights", "\n".join([*_lines(figures), "", SMALL_PRINT]))


def digest(figures: Found) -> discord.Embed:
    """Show the same in at most MAX_LINES lines."""
    return make_embed(HEADLINE, "\n".join([*_lines(figures), SMALL_PRINT][:MAX_LINES]))


def question(topic: Topic, shown: Question) -> discord.Embed:
    """Show an organiser a question as its author wrote it, with the choice that counts as right."""
    choices = [
        f"{'✅' if index == shown.answer else '▫️'} {LETTERS[index]}) {choice}"
        for index, choice in enumerate(shown.choices)
    ]
    return make_embed(topic.markdown_title, "\n\n".join([shown.question, "\n".join(choices), shown.why]))


def _lines(figures: Found) -> list[str]:
    if not figures.has_news:
        few = f"Fewer than {MIN_PEOPLE} members have used me here"
        return [f"{few}: of so few, a figure would tell what one of them did. Invite more to /done and /quiz."]
    lines = [_active(figures)]
    lines += ["**Where people get stuck**", *(_stuck(*topic) for topic in figures.topics)] if figures.topics else []
    lines += ["**Probably the question's fault**", *(_doubtful(*doubtful) for doubtful in figures.questions)] * bool(
        figures.questions
    )
    if len(lines) == 1:
        lines.append(f"Nobody is stuck that I can see. Questions are judged from {MIN_TRIES} first tries on.")
    return lines


def _active(figures: Found) -> str:
    seen = figures.findings.activity
    if not seen.month:
        return f"👥 Fewer than {MIN_PEOPLE} of {count(seen.members, 'member')} were here in the last 30 days."
    week = f"**{seen.week}**" if seen.week else f"fewer than {MIN_PEOPLE}"
    return f"👥 {week} of {count(seen.members, 'member')} were here in the last 7 days, **{seen.month}** in 30."


def _stuck(topic: Topic, finding: StuckTopic) -> str:
    why = [f"{finding.people} stuck"] if finding.people else []
    why += [f"{finding.percent} % of first tries right"] if finding.percent is not None else []
    return f"🧗 **{topic.markdown_title}**: {', '.join(why)}"


def _doubtful(topic: Topic, shown: Question, finding: DoubtfulQuestion) -> str:
    words = sanitize(clip(" ".join(shown.question.split()), QUESTION_WORDS), QUESTION_WORDS)
    why = [f"{finding.percent} % of {finding.tries} first tries right"]
    why += ["more chose one other answer"] if finding.is_outvoted else []
    why += ["those who do well elsewhere miss it"] if finding.is_reversed else []
    return f"❗ {topic.markdown_title}: “{words}” {'; '.join(why)}"
