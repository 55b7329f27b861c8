// The rail of servers, and the channels of the one that is looked at.

import { avatar, initials } from "../avatar.js";
import { byId, el, icon } from "../dom.js";
import { guildHere, on, state } from "../state.js";

const CATEGORY = 4;
const WITH_MESSAGES = new Set([0, 5, 10, 11, 12]);

/** Keep both lists; `go(guildId, channelId)` opens a channel. */
export function showPlaces(go) {
  const draw = () => {
    if (!state.me) return;
    keepFocus(byId("guilds"), () => drawGuilds(go));
    keepFocus(byId("channels"), () => drawChannels(go));
  };
  on("world place unread", draw);
}

/** Give the first channel of a server that has messages. */
export const firstChannel = (guild) => guild.channels.find((channel) => WITH_MESSAGES.has(channel.type));

function drawGuilds(go) {
  const home = { id: null, name: "Direct messages", channels: [state.dm] };
  const servers = state.guilds.map((guild) => railItem(guild, initials(guild.name), () => go(guild.id, null)));
  const line = el("li.line", { role: "separator" });
  byId("guilds").replaceChildren(el("ul", {}, railItem(home, icon("at"), () => go(null, state.dm.id)), line, servers));
}

function railItem({ id, name, channels }, content, onclick) {
  const unread = unreadIn(channels.map((channel) => channel.id));
  const attributes = {
    type: "button", title: name, "aria-label": spoken(name, unread), data: { key: `server-${id}` }, onclick,
    "aria-current": id === state.place.guild ? "true" : null,
  };
  return el(unread.count ? "li.unread" : "li", {}, el("button.server", attributes, content), badge(unread));
}

function spoken(name, unread) {
  if (unread.mentions) return `${name}, ${unread.mentions} mentions`;
  return unread.count ? `${name}, unread` : name;
}

function badge({ mentions }) {
  return mentions ? el("span.mentions", { "aria-hidden": "true" }, String(mentions)) : null;
}

function unreadIn(channelIds) {
  const sums = { count: 0, mentions: 0 };
  for (const id of channelIds) {
    const unread = state.unread.get(id);
    sums.count += unread?.count ?? 0;
    sums.mentions += unread?.mentions ?? 0;
  }
  return sums;
}

function drawChannels(go) {
  const guild = guildHere();
  const title = el("h2.places-title", {}, guild?.name ?? "Direct Messages");
  byId("channels").replaceChildren(title, el("ul", {}, guild ? channelItems(guild, go) : directItem(go)));
}

function directItem(go) {
  const name = state.bot.username;
  const content = [avatar(state.bot.id, name), el("span.channel-name", {}, name)];
  return channelItem(state.dm.id, `Direct messages with ${name}`, content, () => go(null, state.dm.id));
}

function channelItems(guild, go) {
  const top = guild.channels.filter((channel) => !channel.parent);
  const below = (parent) => guild.channels.filter((channel) => channel.parent === parent.id);
  return top.flatMap((channel) => {
    const head = channel.type === CATEGORY ? el("li.category", {}, channel.name) : item(guild, channel, go);
    return [head, ...below(channel).map((child) => item(guild, child, go))];
  });
}

function item(guild, channel, go) {
  if (!WITH_MESSAGES.has(channel.type)) return el("li.channel.silent", {}, channel.name);
  const name = el("span.channel-name", {}, channel.name);
  return channelItem(channel.id, channel.name, [icon("hash"), name], () => go(guild.id, channel.id));
}

function channelItem(id, label, content, onclick) {
  const unread = unreadIn([id]);
  const attributes = {
    type: "button", "aria-label": spoken(label, unread), data: { key: id }, onclick,
    "aria-current": id === state.place.channel ? "page" : null,
  };
  return el(unread.count ? "li.unread" : "li", {}, el("button.channel", attributes, content, badge(unread)));
}

/** Draw a list anew without losing the place in it. */
function keepFocus(node, draw) {
  const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  draw();
  if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
