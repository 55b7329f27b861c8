"""How the prompts of a topic speak, wherever they are shown: what is asked, and the answer as a spoiler."""

from dataclasses import dataclass

from bot.core.roadmap import Prompt

SPOILER = "||"
SPLIT_BAR = "|\u200b|"
"""Two bars in code would end the spoiler; with nothing visible between them they do not."""


@dataclass(frozen=True, slots=True)
class PromptStyle:
    """How one kind of prompt speaks: what it asks for, how to join in, and what stands over the hidden answer."""

    emoji: str
    title: str
    call: str
    answer: str


PROMPT_STYLES = {
    "discuss": PromptStyle("💬", "Talk about it", "Answer here in a sentence or two.", "One way to see it"),
    "exercise": PromptStyle("🛠️", "Try it", "Post what you made, or where you got stuck.", "One solution"),
    "predict": PromptStyle("🔮", "Guess first", "Write down your guess before you look.", "What happens"),
}


def prompt_text(prompt: Prompt) -> str:
    """Return what a prompt asks, with its answer, if it has one, hidden until somebody taps on it."""
    style = PROMPT_STYLES[prompt.kind]
    text = f"{style.emoji} **{style.title}**\n{prompt.text.rstrip()}"
    return f"{text}\n\n**{style.answer}** (tap to see)\n{spoiler(prompt.answer)}" if prompt.answer else text


def spoiler(answer: str) -> str:
    """Return text that shows only when somebody taps on it."""
    return f"{SPOILER}{answer.strip().replace(SPOILER, SPLIT_BAR)}{SPOILER}"
