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
  const home = railButton("Direct messages", [icon("at")], state.place.guild === null, unreadIn([state.dm.id]), () => go(null, state.dm.id));
  const guilds = state.guilds.map((guild) => {
    const unread = unreadIn(guild.channels.map((channel) => channel.id));
    return railButton(guild.name, initials(guild.name), guild.id === state.place.guild, unread, () => go(guild.id, null));
  });
  byId("guilds").replaceChildren(el("ul", {}, home, el("li.line", { role: "separator" }), guilds));
}

function railButton(name, content, current, unread, onclick) {
  const label = unread.mentions ? `${name}, ${unread.mentions} mentions` : unread.count ? `${name}, unread` : name;
  const button = el("button.server", { type: "button", title: name, "aria-label": label, "aria-current": current ? "true" : null, data: { key: name }, onclick }, content);
  return el(unread.count ? "li.unread" : "li", {}, button, badge(unread));
}

const badge = (unread) => (unread.mentions ? el("span.mentions", { "aria-hidden": "true" }, String(unread.mentions)) : null);

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
    if (channel.type !== CATEGORY) return [item(guild, channel, go), ...below(channel).map((thread) => item(guild, thread, go))];
    return [el("li.category", {}, channel.name), ...below(channel).map((child) => item(guild, child, go))];
  });
}

function item(guild, channel, go) {
  if (!WITH_MESSAGES.has(channel.type)) return el("li.channel.silent", {}, channel.name);
  const name = el("span.channel-name", {}, channel.name);
  return channelItem(channel.id, channel.name, [icon("hash"), name], () => go(guild.id, channel.id));
}

function channelItem(id, label, content, onclick) {
  const unread = unreadIn([id]);
  const spoken = unread.mentions ? `${label}, ${unread.mentions} mentions` : unread.count ? `${label}, unread` : label;
  const current = id === state.place.channel ? "page" : null;
  const button = el("button.channel", { type: "button", "aria-label": spoken, "aria-current": current, data: { key: id }, onclick }, content, badge(unread));
  return el(unread.count ? "li.unread" : "li", {}, button);
}

/** Draw a list anew without losing the place in it. */
function keepFocus(node, draw) {
  const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  draw();
  if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
