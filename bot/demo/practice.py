"""How the demo's people answer questions: mostly right, by what the buttons say was asked."""

from hashlib import blake2b

from discord_sandbox import Answer, Member

from bot.core.asking import read_pick
from bot.core.questions import shuffled
from bot.core.roadmap import Roadmap
from bot.ui import custom_id
from bot.ui.question import LETTERS, UNKNOWN

RIGHT_OF_TEN = 8
"""How many of ten questions somebody answers rightly."""


async def practise(member: Member, roadmap: Roadmap, answers: int) -> None:
    """Answer what is due, up to so many questions."""
    shown = await member.slash("review")
    for _ in range(answers):
        if UNKNOWN not in shown.buttons:
            return
        shown = await (await shown.press(choice(shown, roadmap, member.user.name))).press("Next")


def choice(shown: Answer, roadmap: Roadmap, name: str) -> str:
    """Return the button that `name` presses: the right one, "I don't know" at times, the same in every demo."""
    carried = custom_id.read(str(shown.button(LETTERS[0])["custom_id"]))
    pick = read_pick(carried.argument) if carried else None
    if pick is None or pick.question_id not in roadmap.questions:
        return UNKNOWN
    lot = blake2b(f"{name}:{pick.question_id}".encode(), digest_size=1).digest()[0]
    _, question = roadmap.questions[pick.question_id]
    return LETTERS[shuffled(question, pick.asking_id).index(question.answer)] if lot % 10 < RIGHT_OF_TEN else UNKNOWN
