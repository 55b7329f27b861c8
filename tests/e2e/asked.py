"""Answering questions as somebody does who knows the answers, or none."""

import re

from discord_sandbox import Answer, Member
from discord_sandbox.interactions.model import InteractionType
from forging import forge, got
from shipped import shipped_roadmap

from bot.core.roadmap import Question


def asked_question(shown: Answer) -> Question:
    """Give the question of the shipped roadmap that a message asks."""
    text = shown.embeds[0]["description"]
    return next(one for _, one in shipped_roadmap().questions.values() if text.startswith(one.question.strip()))


def letters(shown: Answer) -> dict[str, str]:
    """Give the letter of each choice, by its text."""
    lines = re.findall(r"^([A-H])\) (.+?)(?: [✅❌])?$", shown.embeds[0]["description"], re.MULTILINE)
    return {text: letter for letter, text in lines}


def right_letter(shown: Answer) -> str:
    question = asked_question(shown)
    return letters(shown)[" ".join(question.choices[question.answer].split())]


async def press_forged(shown: Answer, custom_id: str, by: Member | None = None) -> Answer | None:
    """Press what the message does not show (any more), with a custom_id of any kind."""
    member = by or shown.member
    data = {"component_type": 2, "custom_id": custom_id, "id": 1}
    return await got(member, forge(member, InteractionType.COMPONENT, data, message=shown.message))


async def press_right(shown: Answer) -> Answer:
    """Press the right choice."""
    return await shown.press(right_letter(shown))


async def press_wrong(shown: Answer) -> Answer:
    """Press a wrong choice."""
    return await shown.press(next(one for one in letters(shown).values() if one != right_letter(shown)))
