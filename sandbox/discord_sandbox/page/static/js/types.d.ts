// The shapes that the page's JavaScript goes by, for the type check: first what crosses to and from the sandbox (its
// Python side is page/views.py, page/hub.py, page/tab.py and page/verbs.py), then what the page makes of it.

import type { Component } from "./component_types.js";

export * from "./component_types.js";

export interface User {
  id: string;
  username: string;
  global_name: string | null;
  bot?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  writable: boolean;
  direct?: boolean;
  /** Discord's number; the channel for direct messages, which is the page's own, has none. */
  type?: number;
  parent?: string | null;
}

export interface Member {
  id: string;
  name: string;
  username: string;
  bot: boolean;
  role: string | null;
}

export interface Guild {
  id: string;
  name: string;
  roles: { id: string; name: string }[];
  my_roles: string[];
  channels: Channel[];
  members: Member[];
}

export interface World {
  me: User;
  bot: User;
  dm: { id: string };
  guilds: Guild[];
  users: Record<string, string>;
}

export interface Person {
  id: string;
  name: string;
  shown: string;
  note: string;
  phone: boolean;
}

export interface Scene {
  title: string;
  picture: boolean;
  people: Person[];
  finds_next_post: boolean;
  has_zones: boolean;
}

export interface Faults {
  offered: { name: string; label: string; about: string }[];
  waiting: { label: string; left: number }[];
  online: boolean;
}

export interface Clock {
  now: string;
  running: boolean;
}

/** A message as Discord's events carry it; only what the page reads. */
export interface Message {
  id: string;
  type: number;
  channel_id: string;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  mention_everyone: boolean;
  mentions: User[];
  mention_roles: string[];
  embeds: Embed[];
  components: Component[];
  attachments: Attachment[];
  flags: number;
  private: boolean;
  member?: { nick: string | null };
  interaction_metadata?: { id: string; user: User; name?: string };
  referenced_message?: Message | null;
  /** The command that nothing came of: the page's own. */
  unanswered?: string;
}

export interface Embed {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  timestamp?: string;
  author?: { name: string; url?: string };
  footer?: { text: string };
  image?: { url: string };
  thumbnail?: { url: string };
  fields?: EmbedField[];
}

export interface EmbedField {
  name: string;
  value: string;
  inline: boolean;
}

export interface Attachment {
  url: string;
  filename: string;
  size: number;
  content_type?: string;
  description?: string;
}

export interface Form {
  id: string;
  title: string;
  components: Component[];
}
export type OptionValue = string | number | boolean;

/** An option of a command; a subcommand is an option with options of its own. */
export interface CommandOption {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: OptionValue }[];
  channel_types?: number[];
  max_length?: number;
  options?: CommandOption[];
}

export interface Command {
  name: string;
  description: string;
  options?: CommandOption[];
}

/** What each verb gives; page/verbs.py says what it takes. */
export interface Replies {
  become: { scene: Scene; world: World; clock: Clock; faults: Faults };
  history: { messages: Message[]; more: boolean };
  commands: { commands: Command[] };
  say: object;
  slash: { interaction: string };
  autocomplete: { choices: [string, OptionValue][] };
  press: { form: Form | null };
  choose: { form: Form | null };
  submit: { form: Form | null };
  travel: Clock;
  "travel to monday": Clock;
  "travel to next post": Clock;
  strike: object;
}

/** Asks the sandbox for something; throws Refused. */
export type Request = <V extends keyof Replies>(verb: V, fields?: Record<string, unknown>) => Promise<Replies[V]>;

/** What the sandbox tells by itself. */
export interface Events {
  WORLD: World;
  CLOCK: Clock;
  FAULTS: Faults;
  BOT: { online: boolean };
  MESSAGE_CREATE: Message;
  MESSAGE_UPDATE: Message;
  MESSAGE_DELETE: { id: string; channel_id: string };
  TYPING_START: { channel_id: string; user_id: string };
  INTERACTION_SUCCESS: { id: string; form: Form | null };
  INTERACTION_FAILURE: { id: string };
}

/** The element that el("button.primary") makes. */
export type ElementOf<S extends string> = S extends `${infer Tag}.${string}` ? Made<Tag> : Made<S>;
type Made<Tag extends string> = Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement;

export type Child = Node | string | number | null | undefined | false;
export type Children = Child | Children[];

type Handlers = {
  [E in keyof GlobalEventHandlersEventMap as `on${E}`]?: (event: GlobalEventHandlersEventMap[E]) => void;
};

/** What el() gives an element: attributes, handlers ("onclick"), style properties and data-… attributes. */
export interface Attributes extends Handlers {
  style?: Record<string, string>;
  data?: Record<string, string | undefined>;
  [name: string]:
    | string | number | boolean | null | undefined | Record<string, string | undefined> | Handlers[keyof Handlers];
}

/** Opens a channel; without one, the first of the server; without a server, direct messages. */
export type Go = (guildId: string | null, channelId: string | null) => void;

/** Uses a component of a message. */
export type Use = (verb: "press" | "choose", fields: { custom_id?: string; values?: string[] }) => Promise<void>;

/** What a reader can do with a message. */
export interface Acts {
  use: (message: Message, ...how: Parameters<Use>) => Promise<void>;
  reply: (message: Message) => void;
  dismiss: (message: Message) => void;
}

/** One line of a list to pick from, with what it stands for. */
export type Row<T> = T & { content: Children; selected?: boolean; heading?: undefined };

/** A line that cannot be picked. */
export interface Heading {
  heading: true;
  content: Children;
}

/** A command as it is typed, with its subcommand: "schedule add". */
export interface CommandPath {
  path: string;
  about: string;
  options: CommandOption[];
}

/** A value that an option of a command can have. */
export interface Choice {
  name: string;
  value: OptionValue;
  picture?: () => Element;
}

/** A value that a select menu can have. */
export interface Offer {
  value: string;
  label: string;
  description?: string;
  emoji?: string;
  picture?: () => Element;
  selected: boolean;
}
