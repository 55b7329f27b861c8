// The messages of the channel that is looked at, live.

import { dayNumber, told } from "../clock.js";
import { byId, el, find, findAll, focusedElement } from "../dom.js";
import { channelOf, now, on, state } from "../state.js";
import { messageElement, pendingElement, sentAt, unansweredElement } from "./message.js";

/** @import { Acts, Message, Request } from "../types.js" */

const NEAR_END = 80;
const SPOKEN_LENGTH = 300;
const DISMISSED = "dismissed";

/** Keeps the list of messages. `request` asks the sandbox; `acts` are what a reader can do with a message. */
export class MessageList {
  /** @param {{ request: Request, acts: Omit<Acts, "dismiss"> }} how */
  constructor({ request, acts }) {
    this.request = request;
    /** @type {Acts} */
    this.acts = { ...acts, dismiss: (message) => this.dismiss(message) };
    this.node = byId("messages");
    this.scroll = byId("scroll");
    /** @type {Message[]} */
    this.messages = [];
    /** @type {Map<string, HTMLElement>} */
    this.pending = new Map();
    this.channel = "";
    this.loading = false;
    this.more = false;
    /** @type {Set<string>} */
    this.dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]"));
    this.scroll.addEventListener("scroll", () => this.scroll.scrollTop < NEAR_END && this.loadOlder());
    // Pictures and a narrower window change heights; who reads the end goes on reading it.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.node);
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroll);
    this.atEnd = true;
    this.scroll.addEventListener("scroll", () => (this.atEnd = this.isNearEnd()));
    on("world", () => this.messages.length && this.draw());
  }

  /**
   * Show a channel from its newest messages on.
   * @param {string} channelId
   */
  async open(channelId) {
    this.channel = channelId;
    this.messages = [];
    this.pending.clear();
    this.node.replaceChildren();
    this.node.setAttribute("aria-busy", "true");
    const { messages, more } = await this.request("history", { channel: channelId });
    if (this.channel !== channelId) return;
    const came = this.messages.filter((one) => !messages.some((other) => other.id === one.id));
    this.messages = [...messages.filter((one) => !this.dismissed.has(one.id)), ...came];
    this.more = more;
    this.draw();
    this.toEnd();
    this.node.removeAttribute("aria-busy");
  }

  async loadOlder() {
    if (!this.more || this.loading || !this.messages.length) return;
    this.loading = true;
    const channelId = this.channel;
    try {
      const { messages, more } = await this.request("history", { channel: channelId, before: this.messages[0].id });
      if (this.channel !== channelId) return;
      const fromEnd = this.scroll.scrollHeight - this.scroll.scrollTop;
      this.messages = [...messages.filter((one) => !this.dismissed.has(one.id)), ...this.messages];
      this.more = more;
      this.draw();
      this.scroll.scrollTop = this.scroll.scrollHeight - fromEnd;
    } finally {
      this.loading = false;
    }
  }

  /**
   * Take in a new message of this channel.
   * @param {Message} message
   */
  add(message) {
    this.settle(message.interaction_metadata?.id);
    const stays = this.isNearEnd();
    this.messages.push(message);
    this.node.append(...this.parts(message, this.messages.at(-2)));
    this.node.append(...this.pending.values());
    if (stays || message.author.id === state.me.id || message.private) this.toEnd();
    if (message.author.id !== state.me.id) announce(this.elementOf(message.id));
  }

  /**
   * Take in what a message became.
   * @param {Message} message
   */
  update(message) {
    const place = this.messages.findIndex((one) => one.id === message.id);
    if (place < 0) return;
    const old = this.elementOf(message.id);
    const focused = old?.contains(document.activeElement) ? focusKey(old) : null;
    this.messages[place] = message;
    const made = messageElement(message, this.messages[place - 1], this.acts);
    old?.replaceWith(made);
    if (this.atEnd) this.toEnd();
    if (focused) refocus(made, focused);
    announce(made);
  }

  /**
   * Take a message away.
   * @param {string} id
   */
  remove(id) {
    const place = this.messages.findIndex((one) => one.id === id);
    if (place < 0) return;
    const hadFocus = this.elementOf(id)?.contains(document.activeElement);
    this.messages.splice(place, 1);
    this.draw();
    if (hadFocus) find(byId("composer"), "textarea, input")?.focus();
  }

  /**
   * Hide a private answer, as long as this tab lives.
   * @param {Message} message
   */
  dismiss(message) {
    this.dismissed.add(message.id);
    sessionStorage.setItem(DISMISSED, JSON.stringify([...this.dismissed]));
    this.remove(message.id);
  }

  /**
   * Show a command that is on its way.
   * @param {string} interactionId
   * @param {string} command
   */
  expect(interactionId, command) {
    if (this.messages.some((one) => one.interaction_metadata?.id === interactionId)) return;
    const node = pendingElement(command);
    node.dataset.command = command;
    this.pending.set(interactionId, node);
    this.node.append(node);
    this.toEnd();
  }

  /**
   * Say that nothing came of a command: it has its place among the messages from now on.
   * @param {string} interactionId
   */
  fail(interactionId) {
    const command = this.pending.get(interactionId)?.dataset.command;
    if (!command) return;
    this.settle(interactionId);
    this.add(unanswered(interactionId, command));
  }

  /**
   * Take away what stood for a command on its way.
   * @param {string | undefined} interactionId
   */
  settle(interactionId) {
    if (!interactionId) return;
    this.pending.get(interactionId)?.remove();
    this.pending.delete(interactionId);
  }

  /**
   * Say under a message that what was tried with it did not work.
   * @param {string} messageId
   * @param {string} words
   */
  sayFailed(messageId, words) {
    const line = find(this.elementOf(messageId), ".failed");
    if (!line) return;
    line.textContent = words;
    line.hidden = false;
    if (this.atEnd) this.toEnd();
  }

  /** @param {string | undefined} id */
  elementOf(id) {
    return find(this.node, `[data-id="${id}"]`);
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.atEnd = true;
  }

  isNearEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_END;
  }

  draw() {
    const old = this.node.contains(document.activeElement) ? messageAround(focusedElement()) : null;
    const focused = old && focusKey(old);
    const made = this.messages.flatMap((message, place) => this.parts(message, this.messages[place - 1]));
    this.node.replaceChildren(...(this.more ? [] : [beginning(this.channel)]), ...made, ...this.pending.values());
    const successor = old && this.elementOf(old.dataset.id);
    if (successor && focused) refocus(successor, focused);
  }

  /**
   * @param {Message} message
   * @param {Message | undefined} before
   */
  parts(message, before) {
    const isNewDay = !before || dayNumber(sentAt(before)) !== dayNumber(sentAt(message));
    const day = isNewDay ? [el("li.day", { role: "separator" }, el("span", {}, told(sentAt(message), "D")))] : [];
    if (message.unanswered) return [...day, unansweredElement(message, () => this.remove(message.id))];
    return [...day, messageElement(message, before, this.acts)];
  }
}

/**
 * Return what stands among the messages for a command that nothing came of.
 * @param {string} id
 * @param {string} command
 * @returns {Message}
 */
function unanswered(id, command) {
  const lists = { mentions: [], mention_roles: [], embeds: [], components: [], attachments: [] };
  const rest = { content: "", edited_timestamp: null, mention_everyone: false, type: 0, flags: 0, private: true };
  const timestamp = new Date(now()).toISOString();
  return { ...lists, ...rest, id, timestamp, channel_id: state.place.channel, author: state.bot, unanswered: command };
}

/** @param {string} channelId */
function beginning(channelId) {
  const channel = channelOf(channelId);
  const name = channel?.direct ? channel.name : `#${channel?.name ?? ""}`;
  const words = channel?.direct
    ? `This is the beginning of your direct messages with ${name}.`
    : `This is the start of the ${name} channel.`;
  const welcome = el("strong", {}, channel?.direct ? name : `Welcome to ${name}!`);
  return el("li.beginning", {}, welcome, el("span", {}, words));
}

/** @param {HTMLElement | null} node */
function announce(node) {
  const by = (find(node, ".author") ?? find(node, "h3"))?.textContent ?? "";
  const words = find(node, ".content, .embed, .thinking, .components")?.innerText.replace(/\s+/gu, " ") ?? "";
  if (words) byId("announcer").textContent = `${by}: ${words.slice(0, SPOKEN_LENGTH)}`;
}

/** @param {HTMLElement} node */
const controls = (node) => findAll(node, "button, [data-custom-id]");

/** @param {HTMLElement} node */
const messageAround = (node) => /** @type {HTMLElement | null} */ (node.closest("[data-id]"));

/**
 * Tell which control of a message has the focus, so that its successor can get it.
 * @param {HTMLElement} node
 */
function focusKey(node) {
  const active = focusedElement();
  return { customId: active.dataset.customId, label: active.textContent, place: controls(node).indexOf(active) };
}

/**
 * @param {HTMLElement} node
 * @param {ReturnType<typeof focusKey>} key
 */
function refocus(node, { customId, label, place }) {
  const all = controls(node).filter((one) => !one.hasAttribute("disabled"));
  const same = customId ? all.find((one) => one.dataset.customId === customId) : undefined;
  const alike = same ?? all.find((one) => one.textContent === label);
  const near = all[Math.min(Math.max(place, 0), all.length - 1)];
  (alike ?? near ?? node).focus({ preventScroll: true });
}
