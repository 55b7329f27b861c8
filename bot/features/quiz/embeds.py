"""How questions of a quiz or a review are shown, what an answer brought, and how a sitting ends."""

import discord

from bot.core.mastery import HARD_GOING, AnswerKind, climbed
from bot.core.progress import TopicState
from bot.core.roadmap import Topic
from bot.core.sitting import Sitting
from bot.features.quiz.service.sittings import Asked, Finished, Judged, Readiness
from bot.ui.question import LETTERS, answered_embed, award_lines, question_embed
from bot.ui.text import count, display_name
from bot.ui.theme import MASTERY_WORD, STATE_EMOJI, make_embed, mastery_mark, streak_words

EXTRA_WORDS = {"m": "one more", "x": "once more"}


def question(shown: Asked) -> discord.Embed:
    """Show a question. Over several topics, its topic is not told before the answer."""
    return question_embed(_title(shown.sitting, shown.asking.topic.markdown_title), shown.asking)


def judged(shown: Judged) -> discord.Embed:
    """Show what an answer was worth."""
    return answered_embed(
        _title(shown.sitting, shown.asking.topic.markdown_title), shown.asking, shown.answer.chosen, _notes(shown)
    )


def finished(shown: Finished) -> discord.Embed:
    """Show how a sitting ended, and when something is due again."""
    if shown.sitting.mode is not AnswerKind.REVIEW:
        text = f"**{shown.sitting.right} of {shown.sitting.total}** right."
        return make_embed("Quiz finished", f"{text}\n\nWhat you missed comes back by itself in /review.")
    text = f"Done for today: {count(shown.answered, 'answer')}." if shown.answered else "Nothing is due today."
    if shown.due_on and shown.due_topic:
        text += f"\nNext is **{shown.due_topic.markdown_title}**, on {shown.due_on.day} {shown.due_on:%B}."
    else:
        text += "\nAnswer questions about a topic with /quiz, and it comes back here before you forget it."
    return make_embed("Review", f"{text}\n\nPractice is always open.")


def readiness(shown: Readiness) -> discord.Embed:
    """Show what a topic builds on, and how firmly it stands."""
    lines = [
        f"{STATE_EMOJI[shown.states.get(need.id, TopicState.OPEN)]} {need.markdown_title} "
        f"{mastery_mark(shown.shown.get(need.id))}".rstrip()
        for need in shown.needs
    ]
    if not lines:
        text = "It builds on nothing else, so you can start."
    elif shown.ready:
        text = "Yes: you have everything it builds on."
    else:
        text = "Not quite yet. It builds on these; a question or two will tell."
    return make_embed(f"Ready for {shown.topic.markdown_title}?", "\n\n".join(filter(None, [text, "\n".join(lines)])))


def call_for_help(topic: Topic, name: str) -> discord.Embed:
    """Ask a channel who can explain a topic."""
    text = f"{display_name(name, 32)} is stuck at **{topic.markdown_title}**. Who can explain it in their own words?"
    return make_embed("Can anyone help?", text)


def _title(sitting: Sitting, topic: str) -> str:
    title = {AnswerKind.REVIEW: "Review", AnswerKind.TOPIC: topic}.get(sitting.mode, "Quiz")
    if sitting.extra:
        return f"{title} · {EXTRA_WORDS[sitting.extra]}"
    return f"{title} · {sitting.number} of {sitting.total}" if sitting.total else f"{title} · {sitting.number}"


def _notes(shown: Judged) -> list[str]:
    topic = shown.asking.topic
    if not shown.first:
        chosen = shown.answer.chosen
        given = "?" if chosen is None else LETTERS[shown.asking.order.index(chosen)]
        return [f"-# {topic.markdown_title} · You have already answered this: {given} counts."]
    notes = award_lines(topic, shown.awards, shown.points)
    if shown.learning.misses >= HARD_GOING and not shown.answer.right:
        notes.append(
            f"🧗 {topic.markdown_title} is hard going: {shown.learning.misses} misses in a row. Read its card "
            "again, take an easier question, or ask the channel."
        )
    if shown.streak_days:
        notes.append(streak_words(shown.streak_days))
    if shown.practice:
        notes.append(f"-# {topic.markdown_title} · Practice: you saw this answer today, so it changes nothing.")
    elif shown.answer.lucky:
        notes.append(f"-# {topic.markdown_title} · Noted as a lucky guess: it comes back sooner.")
    else:
        notes.append(f"-# {topic.markdown_title} · {_standing(shown)}")
    return notes


def _standing(shown: Judged) -> str:
    reached = climbed(shown.learning, shown.asking.topic)
    memory = shown.learning.memory
    words = MASTERY_WORD[reached]
    return f"{words} · comes back on {memory.due_on.day} {memory.due_on:%B}" if memory else words
