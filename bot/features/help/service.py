"""What help needs to know: the roadmap studied here."""

from bot.core.member import Act
from bot.core.roadmap import Roadmap
from bot.study import Study


async def roadmap_here(study: Study, act: Act) -> Roadmap:
    """Give the roadmap that is studied where `act` happens."""
    return (await study.place_to_read(act)).roadmap
