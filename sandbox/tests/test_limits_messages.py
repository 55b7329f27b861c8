"""What the sandbox refuses in messages, beside their embeds and components."""

import pytest
from discord_sandbox.limits import CHANNEL_FLAGS, check_message, is_empty_message
from form_bodies import COMPONENTS_V2, Body, layout, places, refused, words

EPHEMERAL = 1 << 6


def test_a_plain_answer_is_fine() -> None:
    assert (
        check_message({"content": "Well done", "flags": EPHEMERAL, "tts": False, "embeds": [], "components": []}) == {}
    )


def test_null_counts_as_left_out() -> None:
    assert check_message({"content": None, "embeds": None, "flags": None, "components": None, "nonce": None}) == {}


def test_an_error_looks_as_discord_writes_it() -> None:
    assert check_message({"content": "x" * 2001}) == {
        "content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]}
    }


def test_content_may_have_2000_characters_whatever_they_weigh_in_bytes() -> None:
    assert check_message({"content": "🧱" * 2000}) == {}
    assert places(check_message({"content": "🧱" * 2001})) == ["content"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"content": 5}, "content"),
        ({"content": "x", "tts": "yes"}, "tts"),
        ({"content": "x", "nonce": "n" * 26}, "nonce"),
        ({"content": "x", "nonce": 2**63}, "nonce"),
        ({"content": "x", "flags": 1}, "flags"),
        ({"content": "x", "flags": -4}, "flags"),
        ({"content": "x", "flags": True}, "flags"),
        ({"content": "x", "sticker_ids": ["1", "2", "3", "4"]}, "sticker_ids"),
        ({"content": "x", "attachments": [{"id": n} for n in range(11)]}, "attachments"),
        ({"content": "x", "attachments": [{"filename": "a.png"}]}, "attachments.0.id"),
        ({"content": "x", "attachments": [{"id": 0, "description": "d" * 1025}]}, "attachments.0.description"),
        ({"content": "x", "message_reference": {"channel_id": "1"}}, "message_reference.message_id"),
        ({"content": "x", "message_reference": {"message_id": "abc"}}, "message_reference.message_id"),
        ({"content": "x", "embeds": {"title": "not in a list"}}, "embeds"),
        ({"content": "x", "embeds": ["no object"]}, "embeds.0"),
    ],
)
def test_a_bad_field_is_refused_in_its_place(body: Body, place: str) -> None:
    assert places(check_message(body)) == [place]


@pytest.mark.parametrize("nonce", [0, -(2**63), 2**63 - 1, "", "n" * 25])
def test_a_nonce_is_a_number_or_a_short_text(nonce: object) -> None:
    assert check_message({"content": "x", "nonce": nonce}) == {}


def test_only_an_interaction_can_be_private() -> None:
    assert check_message({"content": "x", "flags": EPHEMERAL}) == {}
    assert places(check_message({"content": "x", "flags": EPHEMERAL}, CHANNEL_FLAGS)) == ["flags"]


def test_mentions_may_name_100_ids_of_a_kind() -> None:
    mentions = {"parse": ["everyone"], "users": [str(n) for n in range(100)], "roles": [str(n) for n in range(100)]}
    assert check_message({"content": "x", "allowed_mentions": mentions}) == {}
    mentions["users"] = [str(n) for n in range(101)]
    assert places(check_message({"content": "x", "allowed_mentions": mentions})) == ["allowed_mentions.users"]


@pytest.mark.parametrize(
    ("mentions", "place"),
    [
        ({"parse": ["users"], "users": ["1"]}, "allowed_mentions"),
        ({"parse": ["roles"], "roles": ["1"]}, "allowed_mentions"),
        ({"parse": ["here"]}, "allowed_mentions.parse.0"),
        ({"parse": ["users", "users"]}, "allowed_mentions.parse"),
        ({"roles": ["admins"]}, "allowed_mentions.roles.0"),
        ({"replied_user": 1}, "allowed_mentions.replied_user"),
    ],
)
def test_mentions_that_contradict_or_mean_nothing_are_refused(mentions: Body, place: str) -> None:
    assert places(check_message({"content": "x", "allowed_mentions": mentions})) == [place]


def test_parse_beside_empty_ids_is_fine() -> None:
    assert check_message({"content": "x", "allowed_mentions": {"parse": ["users"], "users": []}}) == {}


def poll(**fields: object) -> Body:
    answers = [{"poll_media": {"text": "Yes"}}]
    return {"poll": {"question": {"text": "Ready?"}, "answers": answers, "duration": 24, **fields}}


def test_a_poll_at_its_limits_is_fine() -> None:
    answers = [{"poll_media": {"text": "a" * 55, "emoji": {"name": "✅"}}}] * 10
    assert check_message(poll(question={"text": "q" * 300}, answers=answers, duration=768)) == {}


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"question": {"text": "q" * 301}}, "poll.question.text"),
        ({"question": {}}, "poll.question.text"),
        ({"answers": []}, "poll.answers"),
        ({"answers": [{"poll_media": {"text": "a"}}] * 11}, "poll.answers"),
        ({"answers": [{"poll_media": {"text": "a" * 56}}]}, "poll.answers.0.poll_media.text"),
        ({"duration": 769}, "poll.duration"),
        ({"duration": 0}, "poll.duration"),
    ],
)
def test_a_poll_over_its_limits_is_refused(fields: Body, place: str) -> None:
    assert places(check_message(poll(**fields))) == [place]


@pytest.mark.parametrize("fields", [{"content": "x"}, {"embeds": [{"title": "x"}]}, poll(), {"sticker_ids": ["1"]}])
def test_components_v2_leave_no_room_for_the_old_fields(fields: Body) -> None:
    ((place, code),) = refused(check_message(layout(words(), **fields)))
    assert (place, code) == (next(iter(fields)), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2")


def test_flags_of_components_v2_are_checked_too() -> None:
    assert places(check_message({"flags": COMPONENTS_V2 | 1, "components": [words()]})) == ["flags"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": ""},
        {"content": " \n\t"},
        {"content": None, "embeds": [], "components": [], "attachments": []},
        {"message_reference": {"message_id": "1"}},
        {"flags": EPHEMERAL, "tts": False, "allowed_mentions": {"parse": []}},
    ],
)
def test_a_message_with_nothing_to_see_is_empty(body: Body) -> None:
    assert is_empty_message(body)


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x"},
        {"embeds": [{"title": "x"}]},
        layout(words()),
        poll(),
        {"sticker_ids": ["1"]},
        {"attachments": [{"id": 0}]},
        {"message_reference": {"type": 1, "message_id": "1"}},
    ],
)
def test_a_message_with_something_to_see_is_not_empty(body: Body) -> None:
    assert not is_empty_message(body)
