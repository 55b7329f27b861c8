"""The words for why something was not posted."""

from bot.core.post_reasons import PostReason, decode

TEXTS = {
    PostReason.CHANNEL_GONE: "The channel is gone.",
    PostReason.LEFT_SERVER: "Waymark is no longer in this server. It goes on by itself once it is invited again.",
    PostReason.NO_VIEW: "Waymark can no longer see the channel: it needs View Channel there.",
    PostReason.NO_MESSAGES: "Messages cannot be posted in that channel.",
    PostReason.NO_SEND: (
        "Waymark is not allowed to write there: it needs Send Messages, and in a thread Send Messages in Threads."
    ),
    PostReason.NO_EMBEDS: "Waymark is not allowed to embed there: it needs Embed Links.",
    PostReason.NO_HISTORY: ("Waymark cannot read back what it posted: it needs Read Message History in the channel."),
    PostReason.THREAD_ARCHIVED: "The thread is archived and locked.",
    PostReason.THREAD_LOCKED: "The thread is locked.",
    PostReason.TOO_MUCH_WRITTEN: "So much has been written since that the post could not be looked for.",
    PostReason.DM_CLOSED: "Discord does not let Waymark message you.",
    PostReason.REFUSED: "Discord refused it: {}.",
    PostReason.AWAY_TOO_LATE: "Waymark was away, and by the time it was back this was too late to post.",
    PostReason.AWAY_SUPERSEDED: "Waymark was away, and by the time it was back a newer run was due.",
    PostReason.PAUSED_BEFORE: "The schedule was paused before it was posted.",
    PostReason.NOT_IN_TIME: "It could not be posted in time.",
    PostReason.NOTHING_TO_POST: "There was nothing to post.",
    PostReason.UNKNOWN_KIND: "This version of Waymark does not know this kind of post.",
    PostReason.NOT_BUILT: "Waymark could not make the post. Its log says why, at {}.",
    PostReason.BROKE: "The connection broke while it was sent. {}",
}


def reason_text(stored: str) -> str:
    """Return the words for a reason as it is kept; what an older version wrote in words stands as it is."""
    reason, parameter = decode(stored)
    if reason is None:
        return stored
    shown = reason_text(parameter) if reason is PostReason.BROKE else parameter
    return TEXTS[reason].format(shown).strip()
