"""States of topics: what may follow what, sums over them, and what to study next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_roadmap import roadmap, topic

from bot.core.progress import States, TopicState, may_become, missing, tally, up_next
from bot.core.roadmap import Roadmap

OPEN, STARTED, SKIPPED, DONE = TopicState.OPEN, TopicState.STARTED, TopicState.SKIPPED, TopicState.DONE

IDS = tuple(f"topic-{number}" for number in range(8))


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    """Draw a roadmap of eight topics, whose prerequisites have no cycle but may stand after the topic."""
    study_order = draw(st.permutations(IDS))
    needs = {
        one: draw(st.sets(st.sampled_from(study_order[:at]))) if at else set() for at, one in enumerate(study_order)
    }
    return roadmap(topic(one, prerequisites=tuple(sorted(needs[one]))) for one in IDS)


def states_of(ids: tuple[str, ...]) -> st.SearchStrategy[dict[str, TopicState]]:
    return st.dictionaries(st.sampled_from(ids), st.sampled_from(TopicState))


@pytest.mark.parametrize(
    ("now", "wanted", "allowed"),
    [
        (OPEN, STARTED, True),
        (OPEN, DONE, True),
        (OPEN, SKIPPED, True),
        (STARTED, DONE, True),
        (STARTED, SKIPPED, True),
        (SKIPPED, STARTED, True),
        (SKIPPED, DONE, True),
        (STARTED, STARTED, False),
        (SKIPPED, SKIPPED, False),
        (DONE, DONE, False),
        (DONE, STARTED, False),
        (DONE, SKIPPED, False),
    ],
)
def test_what_is_done_stays_done_and_nothing_happens_twice(now: TopicState, wanted: TopicState, allowed: bool) -> None:
    assert may_become(now, wanted) is allowed


@settings(deadline=None)
@given(states_of((*IDS, "elsewhere")))
def test_a_tally_counts_each_of_its_topics_once(states: States) -> None:
    counted = tally(IDS, states)
    open_ones = [one for one in IDS if states.get(one, OPEN) is OPEN]
    assert counted.total == len(IDS)
    assert counted.done + counted.started + counted.skipped + counted.known + len(open_ones) == len(IDS)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_hundred_percent_means_all_and_zero_nearly_none(done: int, more: int) -> None:
    ids = tuple(str(number) for number in range(done + more))
    percent = tally(ids, dict.fromkeys(ids[:done], DONE)).percent
    assert (percent == 100) == (done > 0 and more == 0)
    assert 0 <= percent <= 100


def test_a_tally_of_nothing_is_no_division_by_zero() -> None:
    assert tally((), {"topic-0": DONE}).percent == 0


@settings(deadline=None)
@given(roadmaps())
def test_following_what_is_next_finishes_the_roadmap_without_missing_a_prerequisite(road: Roadmap) -> None:
    states: dict[str, TopicState] = {}
    for _ in road:
        following = up_next(road, states)
        assert following is not None
        assert following.missing == ()
        states[following.topic.id] = DONE
    assert up_next(road, states) is None


@settings(deadline=None)
@given(roadmaps(), states_of(IDS))
def test_what_is_next_is_left_to_do_and_a_started_topic_goes_first(road: Roadmap, states: States) -> None:
    following = up_next(road, states)
    left = [one for one in road if states.get(one.id, OPEN) in (OPEN, STARTED)]
    if following is None:
        assert left == []
        return
    assert following.topic in left
    assert following.started == any(states.get(one.id) is STARTED for one in left)
    assert following.missing == missing(following.topic, states)
    if not following.started:
        ready = [one for one in left if not missing(one, states)]
        assert following.topic == (ready or left)[0]


def test_a_skipped_prerequisite_does_not_hold_a_topic_up() -> None:
    road = roadmap([topic("first"), topic("second", prerequisites=("first",))])
    following = up_next(road, {"first": SKIPPED})
    assert following is not None
    assert (following.topic.id, following.missing) == ("second", ())
