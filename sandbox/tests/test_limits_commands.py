"""What the sandbox refuses in commands and their autocomplete."""

from typing import Any

import pytest
from discord_sandbox.limits import check_autocomplete, check_command, check_commands
from form_bodies import Body, command, places, refused, string_option


def subcommand(name: str = "add", **fields: Any) -> Body:
    return {"type": 1, "name": name, "description": "Add one", **fields}


def group(*options: Body, name: str = "posts") -> Body:
    return {"type": 2, "name": name, "description": "Posts", "options": list(options)}


def choice(number: int = 0, **fields: Any) -> Body:
    return {"name": f"Choice {number}", "value": f"c{number}", **fields}


def with_options(*options: Body) -> Body:
    return command(options=list(options))


@pytest.mark.parametrize("name", ["topic", "día", "thème-2", "l'aide", "学ぶ", "हिन्दी", "ไทย", "x" * 32])
def test_a_name_is_written_in_any_script_in_lower_case(name: str) -> None:
    assert check_command(command(name=name)) == {}


@pytest.mark.parametrize("name", ["", "x" * 33, "Topic", "two words", "a/b", "done!", None, 5, "✅"])
def test_a_name_that_cannot_be_typed_is_refused(name: object) -> None:
    assert places(check_command(command(name=name))) == ["name"]
    assert places(check_command(with_options({**string_option(), "name": name}))) == ["options.0.name"]


@pytest.mark.parametrize(
    "body",
    [
        command(default_member_permissions="0", contexts=[0, 1, 2], integration_types=[0, 1], nsfw=False),
        command(default_member_permissions=None, options=None, name_localizations=None, dm_permission=True),
        command(name_localizations={"de": "thema", "sv-SE": "ämne"}, description_localizations={"de": "Ein Thema"}),
        command(type=None),
        {"type": 2, "name": "Show Progress"},
        {"type": 3, "name": "Save this", "description": ""},
        with_options(*(string_option(f"o{n}") for n in range(25))),
        with_options(string_option(choices=[choice(n) for n in range(25)])),
        with_options(string_option("a", required=True), string_option("b")),
        with_options(subcommand(options=[string_option(autocomplete=True)]), group(subcommand(), subcommand("list"))),
        with_options({**string_option(), "type": 4, "min_value": 0, "max_value": 5, "choices": [choice(value=3)]}),
        with_options({**string_option(), "type": 10, "min_value": 0.5, "max_value": 2**53}),
        with_options({**string_option(), "type": 7, "channel_types": [0, 5]}),
        with_options(string_option(min_length=0, max_length=6000)),
    ],
)
def test_a_command_that_works_is_fine(body: Body) -> None:
    assert check_command(body) == {}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (command(description=""), "description"),
        (command(description=None), "description"),
        (command(description="d" * 101), "description"),
        (command(type=9), "type"),
        (command(default_member_permissions="admin"), "default_member_permissions"),
        (command(contexts=[]), "contexts"),
        (command(contexts=[3]), "contexts.0"),
        (command(contexts=[0, 0]), "contexts"),
        (command(integration_types=[2]), "integration_types.0"),
        (command(name_localizations={"xx": "thema"}), "name_localizations.xx"),
        (command(name_localizations={"de": "Ein Thema"}), "name_localizations.de"),
        (command(description_localizations={"de": ""}), "description_localizations.de"),
        ({"type": 2, "name": "n" * 33}, "name"),
        ({"type": 2, "name": "Show", "description": "x"}, "description"),
        ({"type": 3, "name": "Show", "options": [string_option()]}, "options"),
        (with_options(*(string_option(f"o{n}") for n in range(26))), "options"),
        (with_options(string_option("a"), string_option("a")), "options.1.name"),
        (with_options(string_option("a"), string_option("b", required=True)), "options.1"),
        (
            with_options(subcommand(options=[string_option("a"), string_option("b", required=True)])),
            "options.0.options.1",
        ),
        (with_options(string_option(), subcommand()), "options.1"),
        (with_options(subcommand(), string_option()), "options.1"),
        (with_options(string_option(type=12)), "options.0.type"),
        (with_options(subcommand(options=[subcommand()])), "options.0.options.0.type"),
        (with_options(group(group(subcommand()))), "options.0.options.0.type"),
        (with_options(group(string_option())), "options.0.options.0.type"),
        (with_options(string_option(description="d" * 101)), "options.0.description"),
        (with_options(string_option(choices=[choice(n) for n in range(26)])), "options.0.choices"),
        (with_options(string_option(choices=[choice(name="n" * 101)])), "options.0.choices.0.name"),
        (with_options(string_option(choices=[choice(name="")])), "options.0.choices.0.name"),
        (with_options(string_option(choices=[choice(value="v" * 101)])), "options.0.choices.0.value"),
        (with_options(string_option(choices=[choice(value=5)])), "options.0.choices.0.value"),
        (with_options({**string_option(), "type": 4, "choices": [choice(value="5")]}), "options.0.choices.0.value"),
        (with_options({**string_option(), "type": 4, "max_value": 2**53 + 1}), "options.0.max_value"),
        (with_options({**string_option(), "type": 4, "min_value": 6, "max_value": 5}), "options.0.min_value"),
        (with_options({**string_option(), "type": 5, "choices": [choice()]}), "options.0.choices"),
        (with_options({**string_option(), "type": 6, "autocomplete": True}), "options.0.autocomplete"),
        (with_options(string_option(autocomplete=True, choices=[choice()])), "options.0.autocomplete"),
        (with_options(string_option(max_length=6001)), "options.0.max_length"),
        (with_options(string_option(min_length=3, max_length=2)), "options.0.min_length"),
        ({"name": "topic", "description": "x", "options": "none"}, "options"),
    ],
)
def test_a_command_that_cannot_work_is_refused_in_its_place(body: Body, place: str) -> None:
    assert places(check_command(body)) == [place]


def test_a_command_has_at_most_8000_characters_over_all_its_texts() -> None:
    choices = [choice(name=f"{n:0100}", value=f"{n:0100}") for n in range(19)]
    options = [string_option(letter * 50, description="d" * 50) for letter in "ab"]
    for one in options:
        one.update(name=one["name"][:32], choices=choices)
    last = string_option("last", description="d" * (8000 - 2 * (19 * 200 + 32 + 50) - (5 + 50) - 4 - 100), choices=[])
    last["choices"] = [choice(name="n" * 50, value="v" * 50)]
    body = command(name="topic", description="d" * 50, options=[*options, last])
    assert check_command(body) == {}
    last["description"] += "!"
    assert list(refused(check_command(body))) == [("", "APPLICATION_COMMAND_TOO_LARGE")]


def test_the_longest_language_counts_for_the_size_of_a_command() -> None:
    options = [
        string_option(f"o{n}", description="d", description_localizations={"de": "d" * 100}, choices=many)
        for n, many in enumerate([[choice(c, name="n" * 100, value=f"{c:0100}") for c in range(19)]] * 2)
    ]
    body = command(options=options, description="d", description_localizations={"fr": "d" * 100})
    assert check_command(body) == {}
    body["options"].append(string_option("x", description="d", description_localizations={"de": "d" * 100}))
    assert list(refused(check_command(body))) == [("", "APPLICATION_COMMAND_TOO_LARGE")]


def test_commands_are_refused_by_their_place_in_the_list() -> None:
    assert places(check_commands([command(), command(name="Done"), "no command"])) == ["1.name", "2"]


def test_names_are_unique_within_a_type() -> None:
    assert check_commands([command(), {"type": 2, "name": "topic"}, {"type": 3, "name": "topic"}]) == {}
    assert list(refused(check_commands([command(), command(name="done"), command()]))) == [
        ("2", "APPLICATION_COMMANDS_DUPLICATE_NAME")
    ]


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
def test_there_is_room_for_so_many_commands_of_a_type(kind: int, most: int) -> None:
    texts = {"description": "x"} if kind == 1 else {}
    commands = [{"type": kind, "name": f"c{n}", **texts} for n in range(most + 1)]
    assert check_commands(commands[:-1]) == {}
    assert places(check_commands(commands)) == [""]


def test_autocomplete_at_its_limits_is_fine() -> None:
    choices = [choice(n, name=f"{n:0100}", value=f"{n:0100}") for n in range(25)]
    assert check_autocomplete({"choices": choices}) == {}
    assert check_autocomplete({"choices": [choice(value=3), choice(value=0.5)]}) == {}
    assert check_autocomplete({"choices": []}) == {}


@pytest.mark.parametrize(
    ("choices", "place"),
    [
        ([choice(n) for n in range(26)], "choices"),
        ([choice(), choice(name="n" * 101)], "choices.1.name"),
        ([choice(name="")], "choices.0.name"),
        ([choice(value="v" * 101)], "choices.0.value"),
        ([choice(value=None)], "choices.0.value"),
        ([choice(value=True)], "choices.0.value"),
    ],
)
def test_autocomplete_over_its_limits_is_refused(choices: list[Body], place: str) -> None:
    assert places(check_autocomplete({"choices": choices})) == [place]
