"""How the demo's people answer: mostly right, without the way over Discord, which the story has no time for."""

from hashlib import blake2b

from discord_sandbox import Member

from bot.context import AppContext
from bot.core.asking import UNKNOWN_PLACE, Asking
from bot.core.member import RequestContext
from bot.features.quiz.service.sittings import Asked, begin_review, judge

RIGHT_OF_TEN = 8
"""How many of ten questions somebody answers rightly."""


async def practise(app: AppContext, member: Member, answers: int) -> None:
    """Answer what is due, up to so many questions."""
    following = await begin_review(app, _request(app, member))
    for _ in range(answers):
        if not isinstance(following, Asked):
            return
        asking = following.asking
        judged = await judge(app, _request(app, member), f"{asking.ticket}:{choice(asking, member.user.name)}")
        following = judged.following or await begin_review(app, _request(app, member))


def choice(asking: Asking, name: str) -> str:
    """Return what `name` presses: the right place, at times "I don't know", the same in every demo."""
    lot = blake2b(f"{name}:{asking.question.id}".encode(), digest_size=1).digest()[0]
    return str(asking.order.index(asking.question.answer)) if lot % 10 < RIGHT_OF_TEN else UNKNOWN_PLACE


def _request(app: AppContext, member: Member) -> RequestContext:
    guild = member.channel.guild
    return RequestContext(
        id=member.driver.world.snowflakes.next(),
        user_id=member.id,
        name=member.user.display_name or member.user.name,
        guild_id=guild.id if guild else None,
        at=app.clock(),
    )
