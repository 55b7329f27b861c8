// What crosses between the page and the sandbox, for the type check: page/views.py and page/hub.py make it.

/** The element that el("button.primary") makes. */
export type ElementOf<S extends string> = S extends `${infer Tag}.${string}` ? Made<Tag> : Made<S>;
type Made<Tag extends string> = Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement;

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
  fields?: { name: string; value: string; inline: boolean }[];
}

/** A component of any kind: its type says which of these it has. */
export type Component = { type: number } & Record<string, any>;

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

/** Asks the sandbox: page/verbs.py says what each verb takes and gives. */
export type Request = (verb: string, fields?: Record<string, unknown>) => Promise<any>;
