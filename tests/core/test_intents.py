"""What members write in chat -> the verb, and what it is about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.intent_patterns import Intent
from bot.core.intents import Phrase, parse

CASES = {
    Intent.QUIZ: {
        "quiz me": "",
        "test me": "",
        "quiz": "",
        "ask me a question": "",
        "quiz me on csrf": "csrf",
        "test me about url routing": "url routing",
        "quiz csrf": "csrf",
    },
    Intent.REVIEW: {"what's due": "", "what is due today?": "", "review": "", "due": "", "anything due?": ""},
    Intent.PLACEMENT: {"where do I stand?": "", "placement": "", "place me": ""},
    Intent.READY: {"am I ready for DRF serializers?": "DRF serializers", "are we ready to learn docker": "docker"},
    Intent.TOPIC: {
        "middleware": "middleware",
        "Middleware?": "Middleware",
        "what is middleware?": "middleware",
        "What's middleware": "middleware",
        "whats a decorator": "decorator",
        "what are generators?": "generators",
        "What is the ORM??": "ORM",
        "what is n+1": "n+1",
        "what does csrf mean?": "csrf",
        "what do decorators do?": "decorators",
        "how does middleware work?": "middleware",
        "how do sessions work": "sessions",
        "how do i use docker?": "docker",
        "how to write a decorator": "decorator",
        "how can I deploy to heroku?": "deploy to heroku",
        "tell me about XSS": "XSS",
        "tell me more about url routing please": "url routing",
        "explain csrf": "csrf",
        "explain to me what a queryset is": "queryset",
        "explain what middleware is": "middleware",
        "can you explain jwt?": "jwt",
        "could you please tell me about forms?": "forms",
        "please explain views": "views",
        "hey, what is docker?": "docker",
        "Hi Waymark, explain nginx": "nginx",
        "ok so what is nginx?": "nginx",
        "thanks, what is gunicorn?": "gunicorn",
        "define polymorphism": "polymorphism",
        "show me middleware": "middleware",
        "open aws": "aws",
        "topic csrf": "csrf",
        "topic: csrf": "csrf",
        "/topic csrf": "csrf",
        "!topic csrf": "csrf",
        "look up models": "models",
        "about caching": "caching",
        "teach me about caching": "caching",
        "I want to learn about sharding": "sharding",
        "i want to know more about testing": "testing",
        "i don't understand decorators": "decorators",
        "I dont get csrf": "csrf",
        "help me with migrations": "migrations",
        "help with migrations": "migrations",
        "remind me what a closure is": "closure",
        "when should I use threads?": "threads",
        "why do i need docker": "docker",
        "is csrf done?": "csrf",
        "have I done csrf?": "csrf",
        "did i finish xss": "xss",
        ".gitignore": ".gitignore",
        "@decorator": "@decorator",
        "“csrf”": "csrf",
        "`yield`": "yield",
        "csrf not done": "csrf not done",
        "I have not done csrf": "csrf",
        "i haven't finished csrf yet": "csrf",
        "almost done with csrf": "csrf",
        "did you know that django is fast": "did you know that django is fast",
        "complete guide to forms": "complete guide to forms",
        "finish line": "finish line",
        "i will finish csrf tomorrow": "i will finish csrf tomorrow",
        "top level functions": "top level functions",
        "next generation": "next generation",
        "error handling": "error handling",
    },
    Intent.DONE: {
        "done csrf": "csrf",
        "Done: csrf, xss": "csrf, xss",
        "/done csrf": "csrf",
        "done with csrf!": "csrf",
        "csrf done": "csrf",
        "csrf is done": "csrf",
        "csrf and xss are finished": "csrf and xss",
        "i finished csrf and xss": "csrf and xss",
        "I've finished csrf": "csrf",
        "I’ve just finished csrf": "csrf",
        "i have already completed url routing": "url routing",
        "i just did forms": "forms",
        "I'm done with views": "views",
        "im finished with views": "views",
        "i learned decorators today": "decorators",
        "we finished models": "models",
        "finished drf-serializers": "drf-serializers",
        "completed http": "http",
        "did forms": "forms",
        "mark csrf as done": "csrf",
        "mark csrf and xss done please": "csrf and xss",
        "please mark csrf as complete": "csrf",
        "done csrf\nxss\n": "csrf, xss",
        "done": "",
        "done!": "",
        "I'm done": "",
        "✅ csrf": "csrf",
    },
    Intent.START: {
        "start csrf": "csrf",
        "/start csrf": "csrf",
        "start with models": "models",
        "started models": "models",
        "begin http": "http",
        "i started docker": "docker",
        "I just began docker": "docker",
        "i'm starting aws": "aws",
        "I am learning decorators": "decorators",
        "im working on views now": "views",
        "let's start with oop": "oop",
        "mark csrf as started": "csrf",
        "i want to start caching": "caching",
        "start": "",
        "start it": "",
    },
    Intent.SKIP: {
        "skip heroku": "heroku",
        "/skip heroku": "heroku",
        "i skip heroku": "heroku",
        "I'll skip heroku": "heroku",
        "skipped aws": "aws",
        "let me skip aws": "aws",
        "mark aws as skipped": "aws",
        "skip": "",
        "skip this one": "",
    },
    Intent.UNDO: {
        "undo": "",
        "Undo!": "",
        "undo that": "",
        "undo the last one please": "",
        "undo my last action": "",
        "take that back": "",
        "take it back": "",
        "revert": "",
        "undo csrf": "csrf",
        "unmark csrf": "csrf",
        "mark csrf as not done": "csrf",
    },
    Intent.NEXT: {
        "next": "",
        "Next!": "",
        "/next": "",
        "what's next?": "",
        "what’s next": "",
        "whats next": "",
        "what is next for me?": "",
        "what next": "",
        "what now?": "",
        "what should i learn": "",
        "what should I learn next?": "",
        "what do i do now": "",
        "what can I study today?": "",
        "what to learn next": "",
        "next topic please": "",
        "give me the next topic": "",
        "give me something to learn": "",
        "suggest a topic": "",
        "recommend something": "",
        "where do I start?": "",
        "where should i begin": "",
        "how do I start": "",
        "continue": "",
        "thanks, next": "",
    },
    Intent.PROGRESS: {
        "progress": "",
        "my progress": "",
        "show my progress": "",
        "show me my progress please": "",
        "how am i doing": "",
        "How am I doing?": "",
        "how far am i": "",
        "how far have I come?": "",
        "stats": "",
        "my stats": "",
        "what is my progress?": "",
        "my streak": "",
        "what's my streak?": "",
        "what have I done so far?": "",
        "where am i?": "",
    },
    Intent.LEADERBOARD: {
        "leaderboard": "",
        "Leaderboard!": "",
        "show the leaderboard": "",
        "top": "",
        "top 10": "",
        "ranking": "",
        "my rank": "",
        "what is my rank": "",
        "who is first?": "",
        "who's winning": "",
        "leaderboard last week": "last week",
        "leaderboard of last week": "last week",
        "top this month": "month",
        "leaderboard for the month": "month",
        "leaderboard all time": "all",
        "monthly leaderboard": "month",
        "weekly leaderboard": "week",
        "all-time leaderboard": "all",
        "last week's leaderboard": "last week",
    },
    Intent.ROADMAP: {
        "roadmap": "",
        "show me the roadmap": "",
        "the roadmap please": "",
        "topics": "",
        "list all topics": "",
        "what topics are there?": "",
        "which topics do you have": "",
        "sections": "",
        "overview": "",
        "roadmap security": "security",
        "roadmap of django basics": "django basics",
        "section security": "security",
    },
    Intent.SEARCH: {
        "search foo": "foo",
        "search for select_related": "select_related",
        "/search n+1": "n+1",
        "find ec2": "ec2",
        "look for redis": "redis",
        "which topics mention redis?": "redis",
        "what topics talk about caching?": "caching",
        "search": "",
    },
    Intent.HELP: {
        "help": "",
        "/help": "",
        "help me": "",
        "Help!": "",
        "?": "",
        "commands": "",
        "what can you do?": "",
        "who are you": "",
        "how does this work?": "",
        "how do I use you?": "",
        "what is this?": "",
        "explain": "",
    },
    Intent.GREETING: {
        "": "",
        "   ": "",
        "hi": "",
        "Hi!": "",
        "hello there": "",
        "hey waymark": "",
        "good morning": "",
        "Good evening everyone!": "",
        "👋": "",
        "yo": "",
    },
    Intent.THANKS: {
        "thanks": "",
        "Thanks!": "",
        "thank you": "",
        "thank you so much!": "",
        "thx": "",
        "thanks a lot waymark": "",
        "thanks for the help": "",
        "ok thanks": "",
        "ok": "",
        "Cool!": "",
    },
}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [(text, Phrase(verb, rest)) for verb, told in CASES.items() for text, rest in told.items()],
    ids=repr,
)
def test_a_phrase_is_understood(text: str, phrase: Phrase) -> None:
    assert parse(text) == (phrase,)


@pytest.mark.parametrize("text", ["done csrf", "what is middleware?", "I'm done with views", "leaderboard last week"])
def test_case_and_spaces_make_no_difference(text: str) -> None:
    spaced = f"  {text.upper().replace(' ', '   ')}  "
    (loose,), (plain,) = parse(spaced), parse(text)
    assert loose.verb is plain.verb
    assert loose.rest.casefold() == plain.rest.casefold()


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_text_is_understood_somehow_and_nothing_is_added_to_it(text: str) -> None:
    phrases = parse(text)
    assert 1 <= len(phrases) <= 2
    for phrase in phrases:
        assert len(phrase.rest) <= 2 * len(text) + len("last week")
        assert phrase.rest == phrase.rest.strip()


def test_a_very_long_message_is_cut() -> None:
    assert len(parse("done " + "x, " * 5000)[0].rest) < 2000


@settings(deadline=None)
@given(st.sampled_from(["csrf", "url routing", "n+1", "drf-serializers", "jwt & oauth"]), st.sampled_from(list(Intent)))
def test_what_members_type_as_a_slash_command_is_understood(topic: str, verb: Intent) -> None:
    if verb in (Intent.GREETING, Intent.THANKS):
        return
    (phrase,) = parse(f"/{verb.value} {topic}")
    assert phrase.verb in (verb, Intent.TOPIC)


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        (", next", Intent.NEXT, ""),
        (": progress", Intent.PROGRESS, ""),
        ("- next", Intent.NEXT, ""),
        ("! progress", Intent.PROGRESS, ""),
        ("– next!", Intent.NEXT, ""),
        ("how do i use select_related", Intent.TOPIC, "select_related"),
        (
            "what is the difference between select_related and prefetch_related?",
            Intent.SEARCH,
            "select_related and prefetch_related",
        ),
        ("difference between csrf and xss", Intent.SEARCH, "csrf and xss"),
        ("what's in section 5", Intent.ROADMAP, "5"),
        ("list all security topics", Intent.ROADMAP, "security"),
        ("how many points do i have?", Intent.PROGRESS, ""),
        ("what did i do this week?", Intent.PROGRESS, ""),
        ("how long until i finish?", Intent.PROGRESS, ""),
        ("am i ahead of linus?", Intent.LEADERBOARD, ""),
        ("who has done docker?", Intent.LEADERBOARD, ""),
        ("how is grace doing", Intent.MEMBER, "grace"),
        ("progress of <@123456789012345678>", Intent.MEMBER, "<@123456789012345678>"),
        ("have i done docker?", Intent.TOPIC, "docker"),
        ("i have 20 minutes", Intent.NEXT, ""),
        ("i only have half an hour", Intent.NEXT, ""),
        ("easy topic", Intent.NEXT, ""),
        ("oops undo", Intent.UNDO, ""),
        ("oops, undo that", Intent.UNDO, ""),
        ("pitfalls of caching", Intent.PITFALLS, "caching"),
        ("common errors with querysets", Intent.PITFALLS, "querysets"),
        ("show me an example of a decorator", Intent.EXAMPLE, "decorator"),
        ("give me an exercise on querysets", Intent.EXERCISE, "querysets"),
        ("quiz me", Intent.QUIZ, ""),
        ("remind me tomorrow", Intent.REMIND, "tomorrow"),
        ("please remind me about csrf on Friday at 6", Intent.REMIND, "about csrf on Friday at 6"),
        ("remind me at 18:30", Intent.REMIND, "at 18:30"),
        ("remind me every day at 7pm", Intent.REMIND, "every day at 7pm"),
        ("set a reminder for tomorrow", Intent.REMIND, "for tomorrow"),
        ("my reminders", Intent.REMIND, ""),
        ("remind me about csrf", Intent.TOPIC, "csrf"),
        ("delete my data", Intent.UNABLE, "delete my data"),
        ("reset my progress", Intent.UNABLE, "reset my progress"),
        ("explain simpler", Intent.UNABLE, "explain simpler"),
    ],
)
def test_what_students_typed_is_understood(text: str, verb: Intent, rest: str) -> None:
    assert parse(text) == (Phrase(verb, rest),)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("done! next", [(Intent.DONE, ""), (Intent.NEXT, "")]),
        ("I finished csrf. What's next?", [(Intent.DONE, "csrf"), (Intent.NEXT, "")]),
        ("Hi there! I just finished templates.", [(Intent.DONE, "templates")]),
        (
            "hi there! i just finished templates and i have a question: how do i cache a view?",
            [(Intent.DONE, "templates"), (Intent.TOPIC, "cache a view")],
        ),
        ("thanks! you're great. bye.", [(Intent.THANKS, "")]),
    ],
)
def test_sentences_are_wishes_of_their_own(text: str, wishes: list[tuple[Intent, str]]) -> None:
    assert [(phrase.verb, phrase.rest) for phrase in parse(text)] == wishes


STUDENTS = {
    Intent.GREETING: ["hello there, how are you?", "what's up", "sup", "how far", "hola", "guten Morgen", "I'm back"],
    Intent.THANKS: [
        "thx bro",
        "you're awesome",
        "danke!",
        "lol",
        "haha",
        "bye",
        "good night",
        "done for today",
        "👍",
        "nvm",
    ],
    Intent.HELP: [
        "who made you?",
        "are you a bot?",
        "are you human?",
        "how do points work",
        "how do i earn points?",
        "what is a streak?",
        "how many points for a quiz?",
        "i am stuck",
        "i'm new here",
    ],
    Intent.NEXT: [
        "wat nxt",
        "gimme smth easy",
        "i'm bored",
        "i'm lost",
        "i dont know where to begin",
        "where should a beginner start",
        "wetin i go learn next",
        "was kommt als nächstes?",
        "qué sigue",
        "next next",
        "yes please",
    ],
    Intent.PLACEMENT: ["i know python already", "i already know html", "test my knowledge", "skip the basics"],
    Intent.QUIZ: [
        "give me 5 questions",
        "5 questions on csrf",
        "quiz me pls on forms",
        "another question",
        "prüf mich",
    ],
    Intent.REVIEW: ["do i have reviews", "what's due", "whats due today?", "was ist heute fällig"],
    Intent.READY: ["can i start with caching already?", "should i do docker?", "am i ready for DRF?"],
    Intent.PROGRESS: [
        "how many topics are left?",
        "what's left?",
        "how long is the roadmap?",
        "my points",
        "my streak",
    ],
    Intent.LEADERBOARD: [
        "what's my rank",
        "am i first?",
        "is grace ahead of me?",
        "has grace done docker?",
        "compare me with grace",
    ],
    Intent.UNDO: ["oops wrong one", "that was a mistake", "i take it back", "i didn't mean that"],
    Intent.UNABLE: [
        "hide me",
        "make me private",
        "set my timezone to Berlin",
        "set a goal of 3 topics a week",
        "stop pinging me",
        "unsubscribe",
        "mark everything done",
        "done all",
        "i did everything",
        "delete my account",
        "this is too hard",
    ],
}
ABOUT_TOPICS = {
    Intent.TOPIC: {
        "abeg wetin be middleware": "middleware",
        "was ist middleware?": "middleware",
        "erklär mir csrf": "csrf",
        "que es middleware": "middleware",
        "c'est quoi un decorateur": "decorateur",
        "explian querysets": "querysets",
        "i'm not done with docker": "docker",
        "i am almost done with docker": "docker",
        "i forgot docker": "docker",
        "i'm stuck on docker": "docker",
        "what comes after views": "views",
        "how long does docker take?": "docker",
        "what do i need before drf serializers": "drf serializers",
        "links for docker": "docker",
        "what's in web basics": "web basics",
    },
    Intent.DONE: {
        "i don finish docker": "docker",
        "mi done wid docker": "docker",
        "just did docker": "docker",
        "docker done ✅": "docker",
        "docker ✅": "docker",
        "ich bin fertig mit docker": "docker",
        "he terminado docker": "docker",
        "done functions n views": "functions n views",
    },
    Intent.START: {"starting docker now": "docker", "i'm working on forms": "forms"},
    Intent.SKIP: {"i wanna skip heroku": "heroku"},
    Intent.UNDO: {"i didn't mean csrf": "csrf"},
    Intent.EXAMPLE: {"show me code for a decorator": "decorator"},
}


@pytest.mark.parametrize(("verb", "text"), [(verb, text) for verb, texts in STUDENTS.items() for text in texts])
def test_what_students_say_of_waymark_or_themselves_is_no_topic(verb: Intent, text: str) -> None:
    (phrase,) = parse(text)
    assert phrase.verb is verb


@pytest.mark.parametrize(
    ("verb", "text", "about"), [(verb, *row) for verb, rows in ABOUT_TOPICS.items() for row in rows.items()]
)
def test_what_students_say_of_topics_in_their_ways(verb: Intent, text: str, about: str) -> None:
    assert parse(text) == (Phrase(verb, about),)
