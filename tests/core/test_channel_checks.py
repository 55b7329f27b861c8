"""Where posts may go, whom they may mention, and what is said when not."""

import pytest

from bot.core.channel_checks import (
    NEEDED,
    Channel,
    ChannelKind,
    Permission,
    Role,
    check_channel,
    check_role,
    mention_warning,
)
from bot.core.errors import StudyError

ALL = frozenset(Permission)


def test_a_channel_with_all_that_a_post_needs_is_given_back() -> None:
    for kind in NEEDED:
        channel = Channel(1, kind, ALL)
        assert check_channel(channel) is channel
        assert channel.missing == ()


@pytest.mark.parametrize("kind", [ChannelKind.VOICE, ChannelKind.CATEGORY, ChannelKind.FORUM])
def test_only_text_channels_and_threads_take_posts(kind: ChannelKind) -> None:
    with pytest.raises(StudyError, match=r"<#1> is a .*Pick"):
        check_channel(Channel(1, kind, ALL))


@pytest.mark.parametrize("kind", NEEDED)
def test_each_permission_is_needed_and_told_alone(kind: ChannelKind) -> None:
    for lacked in NEEDED[kind]:
        with pytest.raises(StudyError, match=f"❌ {lacked}\n") as refusal:
            check_channel(Channel(1, kind, ALL - {lacked}))
        assert str(refusal.value).count("❌") == 1
        assert f"allow {lacked}." in str(refusal.value)


def test_a_thread_needs_no_permission_to_write_in_its_channel() -> None:
    check_channel(Channel(1, ChannelKind.THREAD, ALL - {Permission.SEND}))
    check_channel(Channel(1, ChannelKind.TEXT, ALL - {Permission.SEND_IN_THREADS}))


def test_a_locked_thread_and_no_channel_at_all_are_refused() -> None:
    with pytest.raises(StudyError, match="is locked"):
        check_channel(Channel(1, ChannelKind.THREAD, ALL, locked=True))
    with pytest.raises(StudyError, match="cannot see that channel"):
        check_channel(None)


def test_a_role_may_stand_above_the_bot_if_everybody_may_mention_it() -> None:
    check_role(Role(1, everyone=False, mentionable=True, above=True))
    check_role(Role(1, everyone=False, mentionable=False, above=False))
    with pytest.raises(StudyError, match="is above"):
        check_role(Role(1, everyone=False, mentionable=False, above=True))


def test_everyone_and_a_role_that_is_gone_are_refused() -> None:
    with pytest.raises(StudyError, match="did not ask"):
        check_role(Role(1, everyone=True, mentionable=True, above=False))
    with pytest.raises(StudyError, match="gone"):
        check_role(None)


def test_a_role_that_would_not_hear_of_it_is_told() -> None:
    quiet, open_role = Role(1, False, False, False), Role(1, False, True, False)
    deaf, loud = Channel(1, ChannelKind.TEXT, ALL), Channel(2, ChannelKind.TEXT, ALL, mentions_all=True)
    assert "not notified" in mention_warning(quiet, [loud, deaf])
    assert mention_warning(quiet, [loud]) == ""
    assert mention_warning(open_role, [deaf]) == ""
