// One message as the chat shows it.

import { avatar } from "../avatar.js";
import { dayNumber, timeElement, told } from "../clock.js";
import { el, freshId, icon } from "../dom.js";
import { blocks, prose } from "../markdown/blocks.js";
import { guildOf, isForMe, nameOf, now, state } from "../state.js";
import { attachmentElement } from "./attachments.js";
import { componentElements } from "./components.js";
import { embedElement } from "./embed.js";

/** @import { Acts, Children, Message, Use, User } from "../types.js" */

const LOADING = 1 << 7;
const COMMAND = 20;
const GROUPED_FOR = 7 * 60_000;
const TOKEN_LIFE = 15 * 60_000;
const QUOTED = 120;

/**
 * Return the instant when a message was sent, in milliseconds.
 * @param {Message} message
 */
export const sentAt = (message) => Date.parse(message.timestamp);

/**
 * Tell whether a message goes on where the one before it stopped: same author, soon after, nothing in between.
 * @param {Message} message
 * @param {Message | undefined} before
 */
function continues(message, before) {
  if (!before || before.unanswered || before.author.id !== message.author.id) return false;
  if (message.type === COMMAND || message.referenced_message) return false;
  if (before.private !== message.private || dayNumber(sentAt(before)) !== dayNumber(sentAt(message))) return false;
  return sentAt(message) - sentAt(before) < GROUPED_FOR;
}

/**
 * Return the element of a message. `acts` are what its reader can do: use, dismiss, reply.
 * @param {Message} message
 * @param {Message | undefined} before
 * @param {Acts} acts
 */
export function messageElement(message, before, acts) {
  const grouped = continues(message, before);
  const label = freshId("by");
  const node = el("li.message", { data: { id: message.id }, tabindex: "-1" });
  if (!grouped) node.classList.add("first");
  if (message.private) node.classList.add("private");
  if (isForMe(message)) node.classList.add("for-me");
  const body = el("div.body", {}, grouped ? hiddenHead(message, label) : head(message, label), content(message, acts));
  const columns = el("div.columns", {}, gutter(message, grouped), body);
  node.append(el("article", { "aria-labelledby": label }, origin(message), columns));
  if (!message.private) node.append(toolbar(message, acts));
  return node;
}

/**
 * @param {User} user
 * @param {string} channelId
 */
const authorName = (user, channelId) => nameOf(user.id, guildOf(channelId)) ?? user.global_name ?? user.username;

/**
 * @param {Message} message
 * @param {string} label
 */
function head(message, label) {
  const badge = message.author.bot ? el("span.badge", {}, "APP") : null;
  const at = timeElement(sentAt(message), "stamp");
  return el("h3.by", { id: label }, el("span.author", {}, authorName(message.author, message.channel_id)), badge, at);
}

/**
 * @param {Message} message
 * @param {string} label
 */
function hiddenHead(message, label) {
  const name = authorName(message.author, message.channel_id);
  return el("h3.unseen", { id: label }, `${name}, ${told(sentAt(message), "t")}`);
}

/**
 * @param {Message} message
 * @param {boolean} grouped
 */
function gutter(message, grouped) {
  if (grouped) return el("span.gutter.hour", { "aria-hidden": "true" }, told(sentAt(message), "t"));
  return el("div.gutter", {}, avatar(message.author.id, authorName(message.author, message.channel_id)));
}

/**
 * Show above a message what it answers: a command, or another message.
 * @param {Message} message
 */
function origin(message) {
  const interaction = message.interaction_metadata;
  if (message.type === COMMAND && interaction) {
    const name = authorName(interaction.user, message.channel_id);
    return usedElement(interaction.user.id, name, interaction.name ?? "");
  }
  const replied = message.referenced_message;
  if (message.type !== 19 || replied === undefined) return null;
  if (replied === null) return el("div.origin", {}, el("em", {}, "Original message was deleted"));
  const name = authorName(replied.author, message.channel_id);
  const text = replied.content.replace(/\s+/gu, " ").slice(0, QUOTED);
  const words = el("span.origin-words", {}, blocks(text || replied.embeds[0]?.title || "A message without words"));
  return el("div.origin", {}, avatar(replied.author.id, name), el("span.origin-name", {}, name), words);
}

/**
 * @param {string} userId
 * @param {string} name
 * @param {string} command
 */
function usedElement(userId, name, command) {
  const used = el("span.mention", {}, `/${command}`);
  return el("div.origin", {}, avatar(userId, name), el("span.origin-name", {}, name), " used ", used);
}

/**
 * @param {Message} message
 * @param {Acts} acts
 * @returns {Children}
 */
function content(message, acts) {
  if (message.flags & LOADING) return [thinking(message), privacy(message, acts)];
  /** @type {Use} */
  const use = (verb, fields) => acts.use(message, verb, fields);
  return [
    message.content ? prose(message.content, "content") : null,
    message.content ? edited(message.edited_timestamp) : null,
    message.attachments.map(attachmentElement),
    message.embeds.map(embedElement),
    message.components.length ? el("div.components", {}, componentElements(message.components, use)) : null,
    el("p.failed", { role: "alert", hidden: true }),
    privacy(message, acts),
  ].flat();
}

/** @param {string | null} at */
function edited(at) {
  return at ? el("span.edited", { title: told(Date.parse(at), "F") }, "(edited)") : null;
}

/** @param {Message} message */
function thinking(message) {
  if (now() - sentAt(message) > TOKEN_LIFE) return el("p.failed", {}, "The application did not respond");
  const dots = el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  return el("p.thinking", {}, dots, ` ${message.author.username} is thinking…`);
}

/**
 * @param {Message} message
 * @param {Acts} acts
 */
function privacy(message, acts) {
  return message.private ? onlyYou(() => acts.dismiss(message)) : null;
}

/** @param {() => void} dismiss */
function onlyYou(dismiss) {
  const button = el("button.linkish", { type: "button", onclick: dismiss }, "Dismiss message");
  return el("p.only-you", {}, icon("eye"), " Only you can see this • ", button);
}

/**
 * @param {Message} message
 * @param {Acts} acts
 */
function toolbar(message, acts) {
  const name = authorName(message.author, message.channel_id);
  const onclick = () => acts.reply(message);
  const attributes = { type: "button", "aria-label": `Reply to ${name}`, title: "Reply", onclick };
  const reply = el("button", attributes, icon("reply"));
  return el("div.toolbar", {}, reply);
}

/**
 * Return what stands where the answer to a command will come.
 * @param {string} command
 */
export function pendingElement(command) {
  return standIn(command, [el("p.thinking", {}, "Sending command…")]);
}

/**
 * Return what stands where no answer came.
 * @param {Message} message
 * @param {() => void} dismiss
 */
export function unansweredElement(message, dismiss) {
  const words = el("p.failed", { role: "alert" }, "The application did not respond");
  const node = standIn(message.unanswered ?? "", [words, onlyYou(dismiss)]);
  node.dataset.id = message.id;
  return node;
}

/**
 * @param {string} command
 * @param {Children} words
 */
function standIn(command, words) {
  const bot = state.bot.username;
  const head = el("h3.by", {}, el("span.author", {}, bot), el("span.badge", {}, "APP"));
  const gutter = el("div.gutter", {}, avatar(state.bot.id, bot));
  const columns = el("div.columns", {}, gutter, el("div.body", {}, head, words));
  const origin = usedElement(state.me.id, nameOf(state.me.id), command);
  const article = el("article", { "aria-label": `/${command}` }, origin, columns);
  return el("li.message.first.private", { tabindex: "-1" }, article);
}
