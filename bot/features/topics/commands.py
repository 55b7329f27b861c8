"""`/topic`, `/search`, `/roadmap` and `/next`."""

from discord import app_commands

from bot.client.autocomplete import section_choices, topic_choices
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.core.intent_patterns import Intent
from bot.features.topics import handlers


@app_commands.command(description="Look a topic up: what it is, key points, links, and where you stand")
@app_commands.describe(name="The topic's name; abbreviations and typing errors are fine")
async def topic(interaction: Interaction, name: str) -> None:
    """Answer `/topic`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.topic, name)


@app_commands.command(description="Find topics by words from their text")
@app_commands.describe(words="Words to look for, such as select_related or EC2")
async def search(interaction: Interaction, words: str) -> None:
    """Answer `/search`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.search, words)


@app_commands.command(description="See the whole roadmap, or one section of it, with your progress")
@app_commands.describe(section="A section, to see its topics")
async def roadmap(interaction: Interaction, section: str = "") -> None:
    """Answer `/roadmap`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.roadmap, section)


@app_commands.command(name="next", description="See what to study next, and why")
async def following(interaction: Interaction) -> None:
    """Answer `/next`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.following, "")


topic.autocomplete("name")(topic_choices)
roadmap.autocomplete("section")(section_choices)

FEATURE = Feature(
    commands=(topic, search, roadmap, following),
    buttons={
        "topic": handlers.topic,
        "before": handlers.before,
        "after": handlers.after,
        "share": handlers.share,
        "more": handlers.more,
        "exercise": handlers.exercise,
        "example": handlers.example,
        "pitfalls": handlers.pitfalls,
        "project": handlers.project,
        "roadmap": handlers.roadmap,
        "section": handlers.section,
        "next": handlers.following,
    },
    phrases={
        Intent.TOPIC: handlers.topic,
        Intent.STANDING: handlers.standing,
        Intent.EXAMPLE: handlers.example,
        Intent.PITFALLS: handlers.pitfalls,
        Intent.EXERCISE: handlers.exercise,
        Intent.SEARCH: handlers.search,
        Intent.ROADMAP: handlers.roadmap,
        Intent.NEXT: handlers.following,
    },
)
