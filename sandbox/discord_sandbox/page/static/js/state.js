// What the page knows, and who wants to hear when it changes.

/** @import { Channel, Clock, Faults, Guild, Member, Message, Scene, User, World } from "./types.js" */

/** @template T @typedef {T} Later - null until the sandbox has told who one is; nothing is drawn before. */
const later = /** @type {any} */ (null);

/** Everything that came from the sandbox, and the place that is looked at. */
export const state = {
  /** @type {Scene} */
  scene: { title: "", picture: false, people: [], finds_next_post: false, has_zones: false },
  /** @type {Later<User>} */
  me: later,
  /** @type {Later<User>} */
  bot: later,
  /** @type {Later<{ id: string }>} */
  dm: later,
  /** @type {Guild[]} */
  guilds: [],
  /** @type {Record<string, string>} */
  users: {},
  /** @type {Faults} */
  faults: { offered: [], waiting: [], online: false },
  clock: { base: Date.now(), since: performance.now(), running: true },
  place: { guild: /** @type {string | null} */ (null), channel: /** @type {Later<string>} */ (later) },
  /** @type {Map<string, { count: number, mentions: number }>} */
  unread: new Map(),
};

/** @type {Map<string, (() => void)[]>} */
const listeners = new Map();

/**
 * Call `heard` whenever a topic changes: "world", "place", "unread", "clock", "faults" or "reader".
 * @param {string} topics
 * @param {() => void} heard
 */
export function on(topics, heard) {
  for (const topic of topics.split(" ")) listeners.set(topic, [...(listeners.get(topic) ?? []), heard]);
}

/**
 * Say that a topic has changed.
 * @param {string} topic
 */
export function changed(topic) {
  for (const heard of listeners.get(topic) ?? []) heard();
}

/**
 * Take in servers, channels and people as the reader sees them.
 * @param {World} world
 */
export function takeWorld(world) {
  Object.assign(state, world);
  changed("world");
}

/**
 * Take in the sandbox's time.
 * @param {Clock} clock
 */
export function takeClock(clock) {
  state.clock = { base: Date.parse(clock.now), since: performance.now(), running: clock.running };
  changed("clock");
}

/** Return the sandbox's present instant, in milliseconds. */
export function now() {
  const { base, since, running } = state.clock;
  return running ? base + performance.now() - since : base;
}

/** Return the server that is looked at; undefined in direct messages. */
export const guildHere = () => state.guilds.find((guild) => guild.id === state.place.guild);

/**
 * Return the people here: the server's members, or in direct messages the reader and the bot.
 * @returns {Member[]}
 */
export function peopleHere() {
  const pair = [state.bot, state.me].map((user) => ({
    id: user.id, name: user.global_name ?? user.username, username: user.username, bot: Boolean(user.bot), role: null,
  }));
  return guildHere()?.members ?? pair;
}

/**
 * Return the channel of an id, wherever it is; direct messages have the bot's name.
 * @param {string | null} id
 * @returns {Channel | undefined}
 */
export function channelOf(id) {
  if (id === state.dm?.id) return { id, name: state.bot.username, direct: true, writable: true };
  for (const guild of state.guilds) {
    const found = guild.channels.find((channel) => channel.id === id);
    if (found) return found;
  }
  return undefined;
}

/**
 * Return the server that a channel is in; undefined for direct messages.
 * @param {string} channelId
 */
export const guildOf = (channelId) =>
  state.guilds.find((guild) => guild.channels.some((channel) => channel.id === channelId));

/**
 * Return the name that somebody goes by here.
 * @param {string} userId
 */
export function nameOf(userId, guild = guildHere()) {
  return guild?.members.find((member) => member.id === userId)?.name ?? state.users[userId] ?? "unknown-user";
}

/**
 * Return the name of a role.
 * @param {string} roleId
 */
export function roleName(roleId) {
  for (const guild of state.guilds) {
    const found = guild.roles.find((role) => role.id === roleId);
    if (found) return found.name;
  }
  return "unknown-role";
}

/**
 * Tell whether a message is meant for the reader: it names them, a role of theirs, or everyone.
 * @param {Message} message
 */
export function isForMe(message) {
  if (message.mention_everyone || message.mentions.some((user) => user.id === state.me.id)) return true;
  const mine = guildOf(message.channel_id)?.my_roles ?? [];
  return message.mention_roles.some((id) => mine.includes(id));
}
