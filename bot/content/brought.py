"""A roadmap that a server brought: read from a file, kept as JSON, made a roadmap, and brought again with its ids."""

import json
import logging
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.content.ids import new_topic_id
from bot.content.importers.build import Content, Fields, build
from bot.content.importers.own_format import FORMAT as OWN_FORMAT
from bot.content.invites import without_invites
from bot.core.errors import StudyError
from bot.core.roadmap_diff import Changes, Matching, TopicFace, changes, match
from bot.worker_process import WorkerBusyError, WorkerError, WorkerProcess

log = logging.getLogger(__name__)

REFUSED = b"!"
"""How the worker begins an answer that is no roadmap."""
NICENESS = 10
PROCESSOR_TIME = 6
"""Seconds of the processor that reading a file may take, however busy the machine is with something else."""
MAX_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space that the worker may have."""
INVITES_LEFT_OUT = "invites to Discord servers are left out ({}): they would go out with every post"
GONE = "The organisers of this server took it out."


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was understood: everything that a preview shows. It travels between processes and into JSON.

    `given` are the ids that the file itself gives to topics.
    """

    format: str
    topics_are: str
    remarks: tuple[str, ...]
    content: Content
    given: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return it as JSON in ASCII."""
        return json.dumps(
            {
                "format": self.format,
                "topics_are": self.topics_are,
                "remarks": self.remarks,
                "content": json.loads(content_json(self.content)),
                "given": self.given,
            }
        )


def brought_from_json(text: str) -> Brought:
    """Return what `Brought.to_json` wrote."""
    fields = json.loads(text)
    return Brought(
        fields["format"],
        fields["topics_are"],
        tuple(fields["remarks"]),
        content_from_json(json.dumps(fields["content"])),
        tuple(fields["given"]),
    )


def content_json(content: Content) -> str:
    """Return content as JSON in ASCII, as it is kept."""
    return json.dumps({"roadmap": content.roadmap, "topics": content.topics})


def content_from_json(text: str) -> Content:
    """Return the content that was kept."""
    fields = json.loads(text)
    return Content(fields["roadmap"], tuple(fields["topics"]))


async def read_in_worker(reader: WorkerProcess, name: str, data: bytes, topics_are: str) -> Brought:
    """Return a file as it was understood, read in a process of its own; StudyError in one line where it cannot be."""
    head = json.dumps([name, topics_are]).encode()
    try:
        result = await reader.run(f"{__name__}:read_job", head + b"\n" + data)
    except WorkerBusyError as error:
        raise StudyError("Others are bringing files right now. Try again in a minute.") from error
    except WorkerError as error:
        log.warning("a brought file cannot be read", extra={"error": str(error), "bytes": len(data)})
        raise StudyError("This file takes too long to read. Bring a shorter one, or one of plain Markdown.") from error
    if result.startswith(REFUSED):
        raise StudyError(result.removeprefix(REFUSED).decode())
    return brought_from_json(result.decode())


def read_job(argument: bytes) -> bytes:
    """Return as JSON what `read_in_worker` asks for, or after REFUSED why not: what the worker does."""
    head, _, data = argument.partition(b"\n")
    name, topics_are = json.loads(head)
    spare_others()
    brought = read_brought(name, data, topics_are)
    return REFUSED + brought.encode() if isinstance(brought, str) else brought.to_json().encode()


def spare_others() -> None:
    """Let answers to members come first, and take neither memory nor the processor without bound: in the worker.

    A process that takes more of the processor than PROCESSOR_TIME from here on is ended by the system.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ModuleNotFoundError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = math.ceil(used.ru_utime + used.ru_stime) + PROCESSOR_TIME
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def read_brought(name: str, data: bytes, topics_are: str) -> Brought | str:
    """Return a file as it was understood, or in one line why it cannot be."""
    from bot.content.importers.registry import Choices, read_file  # noqa: PLC0415 - only workers read

    try:
        reading = read_file(name, data, Choices(topics_are))
        content, remarks = build(reading)
        content, invites = without_invites(content)
        given = tuple(topic.id for topic in reading.outline if topic.id)
        content.as_roadmap(is_settled=bool(given))
    except StudyError as error:
        return str(error)
    except (RecursionError, MemoryError):
        return "The file is nested too deeply, or too large: flatten or split it."
    texts = tuple(map(str, remarks)) + ((INVITES_LEFT_OUT.format(invites),) if invites else ())
    return Brought(reading.format, reading.topics_are, texts, content, given)


def own_roadmap_id(content: Content, guild_id: int) -> str:
    """Return the id that a server's roadmap gets: one that no other server's has, and the same when brought again."""
    own_id, tail = str(content.roadmap["id"]), f"-{guild_id}"
    return own_id if own_id.endswith(tail) else f"{new_topic_id(own_id, ())}{tail}"


def is_brought_again(content: Content, live: Content) -> bool:
    """Tell whether some content has at least half of the topics of another, by their titles."""
    titles = {face.key for face in faces(content)}
    return 2 * sum(face.key in titles for face in faces(live)) >= len(live.topics)


@dataclass(frozen=True, slots=True)
class Settled:
    """A file held against the live version: the content with its ids, what changes, and what has to be asked first.

    Each question is a pair: the new topic, the old one that it may be.
    """

    content: Content
    changes: Changes
    questions: tuple[tuple[TopicFace, TopicFace], ...] = ()
    kept_questions: int = 0
    """Quiz questions of the live version that stay, since the file has none."""


def settle(brought: Brought, roadmap_id: str, live: Content | None, answers: Mapping[str, bool]) -> Settled:
    """Return a brought file as the next version of a roadmap; `live` is the present one, None for a new roadmap.

    Topics keep their ids, so that progress stays. What is no longer there is retired, and can come back.
    """
    own = Content({**brought.content.roadmap, "id": roadmap_id}, brought.content.topics)
    new = faces(own, brought.given)
    if live is None:
        return Settled(own, changes((), new))
    old = [*faces(live), *_retired_faces(live)]
    matching = match(old, new, answers)
    content = _with_ids(own, _ids(old, new, matching), live)
    content, kept_questions = (content, 0) if brought.format == OWN_FORMAT else _with_kept_quizzes(content, live)
    by_id = {face.id: face for face in (*new, *old)}
    by_new = {face.id: face for face in new}
    pairs = tuple((by_new[now], by_id[was] if was not in by_new else _face(old, was)) for now, was in matching.likely)
    return Settled(content, changes(old, faces(content)), pairs, kept_questions)


def _with_kept_quizzes(content: Content, live: Content) -> tuple[Content, int]:
    """Return content with the questions that its topics have in the live version, and how many those are.

    What has a question of its own says so of all of them, and is left as it is: a README says nothing of any.
    """
    if any(topic.get("quiz") for topic in content.topics):
        return content, 0
    quizzes = {topic["id"]: topic["quiz"] for topic in live.topics if topic.get("quiz")}
    topics = tuple(
        topic | {"quiz": quizzes[topic["id"]]} if topic["id"] in quizzes else topic for topic in content.topics
    )
    return Content(content.roadmap, topics), sum(len(_dicts(topic.get("quiz"))) for topic in topics)


def _face(among: Iterable[TopicFace], topic_id: str) -> TopicFace:
    return next(face for face in among if face.id == topic_id)


def faces(content: Content, given: Sequence[str] = ()) -> list[TopicFace]:
    """Return what the topics of some content can be known by, in order."""
    titles = {str(section["id"]): str(section["title"]) for section in _dicts(content.roadmap["sections"])}
    return [
        TopicFace(
            id=str(topic["id"]),
            title=str(topic["title"]),
            section=titles.get(str(topic["section"]), ""),
            summary=str(topic.get("summary", "")),
            urls=frozenset(str(link["url"]) for link in _dicts(topic.get("resources", []))),
            is_given=topic["id"] in given,
        )
        for topic in content.topics
    ]


def _retired_faces(content: Content) -> list[TopicFace]:
    retired = _dicts(content.roadmap.get("retired", []))
    return [TopicFace(str(topic["id"]), str(topic["title"]), "", is_retired=True) for topic in retired]


def _dicts(value: object) -> list[Fields]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list | tuple) else []


def _ids(old: Sequence[TopicFace], new: Sequence[TopicFace], matching: Matching) -> dict[str, str]:
    """Return the id that each new topic gets: the old one of the same topic, else one that never meant another."""
    used_ids = {face.id for face in old}
    ids: dict[str, str] = {}
    for face in new:
        if face.id in matching.same:
            ids[face.id] = matching.same[face.id]
            continue
        candidates = (face.id, *(f"{face.id[:20].rstrip('-')}-{number}" for number in range(2, 1_000)))
        ids[face.id] = next(candidate for candidate in candidates if candidate not in used_ids)
        used_ids.add(ids[face.id])
    return ids


def _with_ids(content: Content, ids: Mapping[str, str], live: Content) -> Content:
    """Return the content with other ids for its topics, and what the live version has and it has not as retired."""

    def renamed(value: object) -> list[str]:
        return [ids.get(str(topic_id), str(topic_id)) for topic_id in value] if isinstance(value, list) else []

    topics: list[Fields] = []
    for topic in content.topics:
        fields = {**topic, "id": ids[str(topic["id"])]}
        if "prerequisites" in topic:
            fields["prerequisites"] = renamed(topic["prerequisites"])
        topics.append(fields)
    sections = [
        {**section, "groups": [{**group, "topics": renamed(group["topics"])} for group in _dicts(section["groups"])]}
        for section in _dicts(content.roadmap["sections"])
    ]
    used = set(ids.values())
    gone = [face for face in (*faces(live), *_retired_faces(live)) if face.id not in used]
    retired = [{"id": face.id, "title": face.title, "reason": GONE} for face in gone]
    roadmap: Fields = {**content.roadmap, "sections": sections}
    roadmap.pop("retired", None)
    return Content(roadmap | ({"retired": retired} if retired else {}), tuple(topics))
