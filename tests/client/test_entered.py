"""What was picked or filled in, as a door reads it."""

from bot.client.entered import submitted_values


def field(name: str, **entry: object) -> dict[str, object]:
    return {"type": 18, "component": {"custom_id": name, **entry}}


def test_a_button_gives_its_argument() -> None:
    assert submitted_values({"custom_id": "v1:done:csrf"}, "csrf") == "csrf"


def test_what_was_picked_follows_the_argument() -> None:
    assert submitted_values({"values": ["5"]}, "week") == "week:5"
    assert submitted_values({"values": ["5"]}, "") == "5"
    assert submitted_values({"values": ["1", "2"]}, "") == "1,2"
    assert submitted_values({"values": []}, "") == ""


def test_a_form_gives_a_line_for_each_field() -> None:
    data = {
        "components": [field("time", value="09:00"), field("days", values=["mon", "fri"]), field("zone", value=None)]
    }
    assert submitted_values(data, "").splitlines() == ["time=09:00", "days=mon,fri", "zone="]
    assert submitted_values(data, "7").splitlines()[0] == "7"


def test_fields_of_old_forms_lie_in_rows() -> None:
    assert (
        submitted_values({"components": [{"type": 1, "components": [{"custom_id": "a", "value": "x"}]}]}, "") == "a=x"
    )


def test_nobody_can_type_a_field_that_there_is_not() -> None:
    assert submitted_values({"components": [field("time", value="9\nzone=UTC\r\u2028x")]}, "").splitlines() == [
        "time=9 zone=UTC x"
    ]
