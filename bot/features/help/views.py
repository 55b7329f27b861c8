"""What each verb of this room answers, whether it came as a command, a button or in chat."""

from bot.core.member import Act
from bot.features.help import embeds, service
from bot.study import Study
from bot.ui.answer import Answer
from bot.ui.theme import button, rows


async def help_page(study: Study, act: Act, _text: str) -> Answer:
    """Say what Waymark can do."""
    roadmap = await service.roadmap_here(study, act)
    return Answer(embeds.help_page(roadmap), rows([button("Next", "next"), button("Roadmap", "roadmap", emoji="🗺️")]))


async def greeting(study: Study, act: Act, text: str) -> Answer:
    """Greet back, and say what one can do."""
    return (await help_page(study, act, text)).with_notice("Hello! Here is what I can do for you.")


async def thanks(_study: Study, _act: Act, _text: str) -> Answer:
    """Take thanks."""
    return Answer(content="You are welcome. On to the next one?", view=rows([button("Next", "next")]))
