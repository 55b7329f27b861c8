// The rail of servers, and the channels of the one that is looked at.

import { avatar, initials } from "../avatar.js";
import { byId, el, find, focusedElement, icon } from "../dom.js";
import { guildHere, on, state } from "../state.js";

/** @import { Channel, Children, Go, Guild } from "../types.js" */

const CATEGORY = 4;
const WITH_MESSAGES = new Set([0, 5, 10, 11, 12]);

/**
 * Keep both lists; `go(guildId, channelId)` opens a channel.
 * @param {Go} go
 */
export function showPlaces(go) {
  const draw = () => {
    if (!state.me) return;
    keepFocus(byId("guilds"), () => drawGuilds(go));
    keepFocus(byId("channels"), () => drawChannels(go));
  };
  on("world place unread", draw);
}

/**
 * Return the first channel of a server that has messages.
 * @param {Guild | undefined} guild
 */
export const firstChannel = (guild) =>
  guild?.channels.find((channel) => WITH_MESSAGES.has(channel.type ?? 0));

/** @param {Go} go */
function drawGuilds(go) {
  const home = { id: null, name: "Direct messages", channels: [state.dm] };
  const servers = state.guilds.map((guild) => railItem(guild, initials(guild.name), () => go(guild.id, null)));
  const line = el("li.line", { role: "separator" });
  byId("guilds").replaceChildren(el("ul", {}, railItem(home, icon("at"), () => go(null, state.dm.id)), line, servers));
}

/**
 * @param {{ id: string | null, name: string, channels: { id: string }[] }} place
 * @param {Children} content
 * @param {() => void} onclick
 */
function railItem({ id, name, channels }, content, onclick) {
  const unread = unreadIn(channels.map((channel) => channel.id));
  const attributes = {
    type: "button", title: name, "aria-label": spoken(name, unread), data: { key: `server-${id}` }, onclick,
    "aria-current": id === state.place.guild ? "true" : null,
  };
  return el(unread.count ? "li.unread" : "li", {}, el("button.server", attributes, content), badge(unread));
}

/**
 * @param {string} name
 * @param {{ count: number, mentions: number }} unread
 */
function spoken(name, unread) {
  if (unread.mentions) return `${name}, ${unread.mentions} mentions`;
  return unread.count ? `${name}, unread` : name;
}

/** @param {{ mentions: number }} unread */
function badge({ mentions }) {
  return mentions ? el("span.mentions", { "aria-hidden": "true" }, String(mentions)) : null;
}

/** @param {string[]} channelIds */
function unreadIn(channelIds) {
  const sums = { count: 0, mentions: 0 };
  for (const id of channelIds) {
    const unread = state.unread.get(id);
    sums.count += unread?.count ?? 0;
    sums.mentions += unread?.mentions ?? 0;
  }
  return sums;
}

/** @param {Go} go */
function drawChannels(go) {
  const guild = guildHere();
  const title = el("h2.places-title", {}, guild?.name ?? "Direct Messages");
  byId("channels").replaceChildren(title, el("ul", {}, guild ? channelItems(guild, go) : directItem(go)));
}

/** @param {Go} go */
function directItem(go) {
  const name = state.bot.username;
  const content = [avatar(state.bot.id, name), el("span.channel-name", {}, name)];
  return channelItem(state.dm.id, `Direct messages with ${name}`, content, () => go(null, state.dm.id));
}

/**
 * @param {Guild} guild
 * @param {Go} go
 */
function channelItems(guild, go) {
  const top = guild.channels.filter((channel) => !channel.parent);
  /** @param {Channel} parent */
  const below = (parent) => guild.channels.filter((channel) => channel.parent === parent.id);
  return top.flatMap((channel) => {
    const head = channel.type === CATEGORY ? el("li.category", {}, channel.name) : item(guild, channel, go);
    return [head, ...below(channel).map((child) => item(guild, child, go))];
  });
}

/**
 * @param {Guild} guild
 * @param {Channel} channel
 * @param {Go} go
 */
function item(guild, channel, go) {
  if (!WITH_MESSAGES.has(channel.type ?? 0)) return el("li.channel.silent", {}, channel.name);
  const name = el("span.channel-name", {}, channel.name);
  return channelItem(channel.id, channel.name, [icon("hash"), name], () => go(guild.id, channel.id));
}

/**
 * @param {string} id
 * @param {string} label
 * @param {Children} content
 * @param {() => void} onclick
 */
function channelItem(id, label, content, onclick) {
  const unread = unreadIn([id]);
  const attributes = {
    type: "button", "aria-label": spoken(label, unread), data: { key: id }, onclick,
    "aria-current": id === state.place.channel ? "page" : null,
  };
  return el(unread.count ? "li.unread" : "li", {}, el("button.channel", attributes, content, badge(unread)));
}

/**
 * Draw a list anew without losing the place in it.
 * @param {HTMLElement} node
 * @param {() => void} draw
 */
function keepFocus(node, draw) {
  const key = node.contains(document.activeElement) ? focusedElement().dataset.key : null;
  draw();
  if (key) find(node, `[data-key="${CSS.escape(key)}"]`)?.focus();
}
