// Start here: connects, and ties what is shown to what the sandbox tells.

import { MessageList } from "./chat/list.js";
import { Composer } from "./composer/composer.js";
import { Connection } from "./connection.js";
import { byId, find } from "./dom.js";
import { beginLooks, isPhone, setPhone, switchTheme } from "./looks.js";
import { openModal } from "./modal.js";
import { Side } from "./panels/side.js";
import { firstChannel, showPlaces } from "./places/guilds.js";
import { addressOf, showReader } from "./places/reader.js";
import { showScreen, showTop } from "./places/top.js";
import { changed, channelOf, guildOf, isForMe, nameOf, state, takeClock, takeWorld } from "./state.js";

/** @import { Events, Form, Guild, Message, Person, Request, Use } from "./types.js" */

const WIDE = 1100;
const NARROW = 700;
const TYPING_LASTS = 10_000;

const connection = new Connection({ opened: () => begin(), lost, heard });
/** @type {Request} */
const request = (verb, fields) => connection.request(verb, fields);
const acts = { use, reply: (/** @type {Message} */ message) => composer.answer(message) };

beginLooks();
showTop({ side: (name) => side.toggle(name), theme: switchTheme, phone: () => showPhone(!isPhone()) });
showPlaces(visit);
showReader(become);
const side = new Side(request);
const messages = new MessageList({ request, acts });
const composer = new Composer({ request, expect: (interaction, path) => messages.expect(interaction, path) });
byId("side").hidden = true;
connection.open();

/** Be whom the address names, and take everything in; after a lost connection, anew. */
async function begin(name = new URLSearchParams(location.search).get("as") ?? "") {
  const first = state.me === null;
  const { scene, world, clock, faults } = await request("become", { name });
  state.scene = scene;
  state.faults = faults;
  state.unread.clear();
  takeClock(clock);
  takeWorld(world);
  changed("faults");
  showOffline();
  const person = scene.people.find((one) => one.id === world.me.id);
  document.title = `${person?.shown ?? ""} · ${scene.title}`;
  if (first) {
    showPhone(Boolean(person?.phone) && innerWidth > WIDE);
    if (innerWidth > WIDE && !isPhone()) side.toggle("members", { focus: false });
  }
  await goBack();
  if (first && isWide()) composer.focus();
}

/** @param {boolean} shown */
function showPhone(shown) {
  setPhone(shown);
  // There is no room beside the chat on a phone.
  if (shown && side.open) side.close();
}

/**
 * Be somebody else in this tab.
 * @param {Person} person
 */
async function become(person) {
  history.replaceState(null, "", addressOf(person));
  showPhone(person.phone && innerWidth > WIDE);
  await begin(person.name);
  if (isWide()) composer.focus();
}

/** Go where one was, if it can still be seen; else to the first channel. */
function goBack() {
  const asked = location.hash.slice(1);
  const channel = channelOf(asked) ?? channelOf(state.place.channel);
  if (channel) return go(guildOf(channel.id)?.id ?? null, channel.id);
  const [guild] = state.guilds;
  return guild ? go(guild.id, null) : go(null, state.dm.id);
}

/**
 * Open a channel; without one, the first of the server.
 * @param {string | null} guildId
 * @param {string | null} channelId
 */
async function go(guildId, channelId) {
  const guild = state.guilds.find((one) => one.id === guildId);
  const id = channelId ?? remembered(guild) ?? firstChannel(guild)?.id;
  if (!id) return;
  state.place = { guild: guildId, channel: id };
  if (guildId) sessionStorage.setItem(`place-${guildId}`, id);
  state.unread.delete(id);
  history.replaceState(null, "", `${location.pathname}${location.search}#${id}`);
  changed("place");
  showTyping(null);
  if (channelId) showScreen("chat");
  await messages.open(id);
}

/**
 * Go where the reader pointed, and go on writing there; on a phone that would open the keyboard.
 * @param {string | null} guildId
 * @param {string | null} channelId
 */
async function visit(guildId, channelId) {
  await go(guildId, channelId);
  if (isWide()) composer.focus();
}

const isWide = () => byId("window").clientWidth > NARROW;

/** @param {Guild | undefined} guild */
const remembered = (guild) => {
  const id = sessionStorage.getItem(`place-${guild?.id}`);
  return guild?.channels.some((channel) => channel.id === id) ? id : null;
};

/**
 * Use a component of a message.
 * @param {Message} message
 * @param {Parameters<Use>[0]} verb
 * @param {Parameters<Use>[1]} fields
 */
async function use(message, verb, fields) {
  try {
    const { form } = await request(verb, { channel: message.channel_id, message: message.id, ...fields });
    if (form) openForm(form);
  } catch (refused) {
    messages.sayFailed(message.id, refused.silent ? "This interaction failed" : refused.message);
  }
}

/** @param {Form} form */
function openForm(form) {
  const channel = state.place.channel;
  openModal(form, async (values) => {
    const { form: following } = await request("submit", { channel, form: form.id, values });
    if (following) openForm(following);
  });
}

/** @type {{ [E in keyof Events]: (data: Events[E]) => void }} */
const HEARD = {
  WORLD: (world) => {
    takeWorld(world);
    if (!channelOf(state.place.channel)) goBack();
  },
  CLOCK: takeClock,
  FAULTS: (faults) => {
    state.faults = faults;
    changed("faults");
    showOffline();
  },
  BOT: ({ online }) => {
    state.faults.online = online;
    changed("faults");
    showOffline();
  },
  MESSAGE_CREATE: (message) => {
    if (message.channel_id !== state.place.channel) {
      countUnread(message);
      return;
    }
    if (message.author.id === state.bot.id) showTyping(null);
    messages.add(message);
  },
  MESSAGE_UPDATE: (message) => message.channel_id === state.place.channel && messages.update(message),
  MESSAGE_DELETE: ({ id, channel_id }) => channel_id === state.place.channel && messages.remove(id),
  TYPING_START: ({ channel_id, user_id }) => channel_id === state.place.channel && showTyping(user_id),
  INTERACTION_SUCCESS: ({ id, form }) => {
    messages.settle(id);
    if (form) openForm(form);
  },
  INTERACTION_FAILURE: ({ id }) => messages.fail(id),
};

/**
 * @template {keyof Events} E
 * @param {E} name
 * @param {Events[E]} data
 */
function heard(name, data) {
  // Until it is known who one is, there is nothing to keep up to date.
  if (state.me) HEARD[name]?.(data);
}

/** @param {Message} message */
function countUnread(message) {
  if (message.author.id === state.me.id) return;
  const unread = state.unread.get(message.channel_id) ?? { count: 0, mentions: 0 };
  const mine = isForMe(message) || message.channel_id === state.dm.id;
  state.unread.set(message.channel_id, { count: unread.count + 1, mentions: unread.mentions + (mine ? 1 : 0) });
  changed("unread");
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingEnds;

/** @param {string | null} userId */
function showTyping(userId) {
  clearTimeout(typingEnds);
  byId("typing").textContent = userId ? `${nameOf(userId)} is typing…` : "";
  if (userId) typingEnds = setTimeout(() => showTyping(null), TYPING_LASTS);
}

function lost() {
  const line = byId("offline");
  line.textContent = "The sandbox cannot be reached. Trying again…";
  line.hidden = false;
}

/** Say when the bot is away; the chat goes on without it. */
function showOffline() {
  const line = byId("offline");
  line.hidden = state.faults.online;
  if (!state.faults.online) line.textContent = `${state.bot.username} is offline.`;
}

byId("leave-phone").addEventListener("click", () => showPhone(false));

find(document, ".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  composer.focus();
});

// Typing anywhere is writing, as in Discord.
document.addEventListener("keydown", (event) => {
  const types = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const at = event.target instanceof Element ? event.target : document.body;
  const busy = at.closest("input, textarea, select, dialog, [role=combobox], [role=button]");
  if (types && !busy && !event.defaultPrevented) composer.focus();
});

addEventListener("hashchange", () => {
  const channel = channelOf(location.hash.slice(1));
  if (channel && channel.id !== state.place.channel) go(guildOf(channel.id)?.id ?? null, channel.id);
});
