"""A small discord.py bot of every trick, which the sandbox is tried with."""

import discord
from discord import app_commands


class Question(discord.ui.Modal, title="A question"):
    """A form with a short and a long field."""

    name: discord.ui.TextInput["Question"] = discord.ui.TextInput(label="Name", custom_id="name")
    words: discord.ui.TextInput["Question"] = discord.ui.TextInput(
        label="Words", custom_id="words", required=False, style=discord.TextStyle.long
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was filled in."""
        await interaction.response.send_message(f"{self.name.value} says {self.words.value!r}", ephemeral=True)


class Handing(discord.ui.Modal, title="Hand in"):
    """A form that takes one or two files."""

    files: discord.ui.Label["Handing"] = discord.ui.Label(
        text="Your files", component=discord.ui.FileUpload(custom_id="files", max_values=2)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Read the files aloud."""
        assert isinstance(self.files.component, discord.ui.FileUpload)
        read = [f"{file.filename}: {(await file.read()).decode()}" for file in self.files.component.values]
        await interaction.response.send_message("; ".join(read))


class Buttons(discord.ui.View):
    """Buttons and selects whose custom ids are fixed; stopped before it is sent, as a router would have it."""

    def __init__(self, count: int = 0) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label=f"Count {count}", custom_id=f"count:{count}"))
        self.add_item(discord.ui.Button(label="New", custom_id="new"))
        self.add_item(discord.ui.Button(label="Later", custom_id="later"))
        self.add_item(discord.ui.Button(label="Ask", custom_id="ask"))
        self.add_item(discord.ui.Button(label="Off", custom_id="off", disabled=True))
        options = [
            discord.SelectOption(label="Databases & ORM", value="databases-orm"),
            discord.SelectOption(label="X"),
        ]
        self.add_item(discord.ui.Select(placeholder="Open a section", custom_id="section", options=options))
        self.add_item(discord.ui.UserSelect(placeholder="Somebody", custom_id="who"))
        self.stop()


class TrialBot(discord.AutoShardedClient):
    """Logs in, registers its commands and answers; `seen` are the events that reached it."""

    def __init__(self, intents: discord.Intents, shard_count: int | None = None) -> None:
        super().__init__(intents=intents, shard_count=shard_count, max_messages=None, guild_ready_timeout=0)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[str] = []
        add_answers(self.tree)
        add_delays(self.tree)
        add_menus(self.tree)
        self.tree.add_command(Schedule())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the sandbox does not ask for five seconds in between."""

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Answer those who mention the bot, and note what it could read."""
        self.seen.append(f"{message.author.name}: {message.content}")
        if self.user is not None and self.user.mentioned_in(message) and message.author != self.user:
            await message.reply(f"You said {message.clean_content}")

    async def on_resumed(self) -> None:
        """Note a resume."""
        self.seen.append("resumed")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Route buttons and selects by their custom id."""
        if interaction.type is discord.InteractionType.component and interaction.data is not None:
            await route(interaction, str(interaction.data.get("custom_id")), interaction.data.get("values"))


async def route(interaction: discord.Interaction, custom_id: str, values: object) -> None:
    """Answer a component in the way that its custom id asks for."""
    if custom_id.startswith("count:"):
        count = int(custom_id.partition(":")[2]) + 1
        await interaction.response.edit_message(content=f"counted {count}", view=Buttons(count))
    elif custom_id == "new":
        await interaction.response.send_message("a new one", ephemeral=True)
    elif custom_id == "later":
        await interaction.response.defer()
        await interaction.edit_original_response(content="edited later")
    elif custom_id == "follow":
        await interaction.response.defer()
        await interaction.followup.send("followed up", ephemeral=True)
    elif custom_id == "ask":
        await interaction.response.send_modal(Question(timeout=60))
    else:
        await interaction.response.edit_message(content=f"{custom_id} {values}", view=Buttons())


Tree = app_commands.CommandTree[discord.Client]


def add_answers(tree: Tree) -> None:
    """Return the tree commands that answer at once."""

    @tree.command()
    async def ping(interaction: discord.Interaction) -> None:
        """Answer at once."""
        await interaction.response.send_message("pong")

    @tree.command()
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Read a file aloud."""
        await interaction.response.send_message(f"{file.filename}: {(await file.read()).decode()}")

    @tree.command()
    async def hand(interaction: discord.Interaction) -> None:
        """Open a form for files."""
        await interaction.response.send_modal(Handing(timeout=60))

    @tree.command()
    async def shared(interaction: discord.Interaction) -> None:
        """Answer with buttons for everybody."""
        await interaction.response.send_message("press", view=Buttons())

    @tree.command()
    @app_commands.describe(name="which", times="how often")
    async def topic(interaction: discord.Interaction, name: str, times: int = 1) -> None:
        """Answer with an embed and buttons."""
        embed = discord.Embed(title=name, description=f"{times} times")
        await interaction.response.send_message(embed=embed, view=Buttons(), ephemeral=True)

    @topic.autocomplete("name")
    async def names(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        known = ["middleware", "models", "migrations"]
        return [app_commands.Choice(name=one.title(), value=one) for one in known if one.startswith(current)]

    @tree.command()
    async def who(interaction: discord.Interaction, member: discord.Member, channel: discord.TextChannel) -> None:
        """Say who and where."""
        permissions = interaction.permissions.manage_guild
        await interaction.response.send_message(f"{member.display_name} in {channel.name}, manager {permissions}")


def add_delays(tree: Tree) -> None:
    """Return the tree commands that answer late or never."""

    @tree.command()
    async def slow(interaction: discord.Interaction, private: bool = False) -> None:
        """Defer, edit and follow up."""
        await interaction.response.defer(ephemeral=private)
        await interaction.edit_original_response(content="done at last")
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command()
    async def silent(interaction: discord.Interaction) -> None:
        """Never answer."""


def add_menus(tree: Tree) -> None:
    """Return the tree commands for the menus of messages and users."""

    @tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}")

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.User) -> None:
        await interaction.response.send_message(f"Hello {user.mention}")


@app_commands.default_permissions(manage_guild=True)
class Schedule(app_commands.Group, name="schedule", description="a group of subcommands"):
    """A group that only managers see."""

    @app_commands.command()
    @app_commands.choices(kind=[app_commands.Choice(name="A prompt", value="prompt")])
    async def add(self, interaction: discord.Interaction, kind: app_commands.Choice[str], hour: int) -> None:
        """Add something."""
        await interaction.response.send_message(f"{kind.value} at {hour}")
