// Discord's Markdown inside a line, as elements. What is not Markdown stays text.

import { timeElement } from "../clock.js";
import { el } from "../dom.js";
import { channelOf, guildHere, nameOf, roleName, state } from "../state.js";

/** @import { Children } from "../types.js" */
/** @typedef {Record<string, string | undefined>} Found - the named groups of MARKS, one or two of which have matched */

const ADDRESS = String.raw`https?:\/\/(?:\([^\s()<>]*\)|[^\s()<>])+`;
const MARKS = new RegExp(
  [
    String.raw`\\(?<escaped>[^0-9A-Za-z\s])`,
    String.raw`(?<ticks>\x60+)(?<code>[\s\S]*?[^\x60])\k<ticks>(?!\x60)`,
    String.raw`\[(?<words>(?:\[[^[\]\n]*\]|[^[\]\n])+)\]\(<?(?<to>${ADDRESS})>?(?:\s+"(?<title>[^"\n]*)")?\)`,
    String.raw`<(?<quiet>https?:\/\/[^\s<>]+)>`,
    String.raw`(?<address>${ADDRESS})`,
    String.raw`\*\*(?<bold>[\s\S]+?)\*\*(?!\*)`,
    String.raw`__(?<underlined>[\s\S]+?)__(?!_)`,
    String.raw`~~(?<struck>[\s\S]+?)~~`,
    String.raw`\|\|(?<spoiler>[\s\S]+?)\|\|`,
    String.raw`\*(?=\S)(?<slanted>(?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)`,
    String.raw`(?<![\p{L}\p{N}_])_(?=[^\s_])(?<italic>[^_\n]*?[^\s_])_(?![\p{L}\p{N}_])`,
    String.raw`<t:(?<seconds>-?\d{1,13})(?::(?<style>[tTdDfFR]))?>`,
    String.raw`<@!?(?<user>\d{1,20})>`,
    String.raw`<@&(?<role>\d{1,20})>`,
    String.raw`<#(?<channel>\d{1,20})>`,
    String.raw`<\/(?<command>[^:<>\n]{1,100}):\d{1,20}>`,
    String.raw`<a?:(?<emoji>\w{2,32}):\d{1,20}>`,
    String.raw`(?<everyone>@everyone|@here)`,
  ].join("|"),
  "gu",
);
// What people wrote often ends a sentence with an address.
const TAIL = /[.,:;"'!?]+$/u;

/** One emoji with all that is joined to it, as a piece of a regular expression. */
export const EMOJI =
  String.raw`(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F)[\u200D\uFE0F\u20E3\p{Emoji_Modifier}\p{Emoji_Presentation}]*`;
const EMOJIS = new RegExp(`(${EMOJI})`, "u");

/**
 * Return the nodes that a piece of text without line structure becomes.
 * @param {string} text
 */
export function inline(text) {
  /** @type {Children[]} */
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > from) nodes.push(...plain(text.slice(from, match.index)));
    nodes.push(...element(match.groups ?? {}));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(...plain(text.slice(from)));
  return nodes;
}

/**
 * Return text with its emoji in elements of their own, which a theme can set off from its background.
 * @param {string} text
 */
function plain(text) {
  return text.split(EMOJIS).map((piece, index) => (index % 2 ? el("span.emoji", {}, piece) : piece)).filter(Boolean);
}

/**
 * @param {Found} found
 * @returns {Children[]}
 */
function element(found) {
  for (const [kind, make] of Object.entries(MADE)) {
    const text = found[kind];
    if (text !== undefined) return [make(text, found)].flat();
  }
  return [];
}

/** @type {Record<string, (text: string, found: Found) => Children>} */
const MADE = {
  escaped: (mark) => mark,
  code: (code) => el("code.inline", {}, code.trim() || code),
  words: (words, { to = "", title }) => link(to, inline(words), title),
  quiet: (address) => link(address, [address]),
  address: bareAddress,
  bold: (text) => el("strong", {}, inline(text)),
  underlined: (text) => el("u", {}, inline(text)),
  struck: (text) => el("s", {}, inline(text)),
  spoiler: (text) => spoiler(inline(text)),
  slanted: (text) => el("em", {}, inline(text)),
  italic: (text) => el("em", {}, inline(text)),
  seconds: (seconds, { style }) => timeElement(Number(seconds) * 1000, style ?? "f"),
  user: (id) => mention(`@${nameOf(id)}`, id === state.me?.id),
  role: (id) => mention(`@${roleName(id)}`),
  channel: (id) => channelMention(id),
  command: (name) => mention(`/${name}`),
  emoji: (name) => `:${name}:`,
  everyone: (text) => mention(text),
};

/** @param {string} address */
function bareAddress(address) {
  const tail = address.match(TAIL)?.[0] ?? "";
  const bare = address.slice(0, address.length - tail.length);
  return tail ? [link(bare, [bare]), tail] : link(bare, [bare]);
}

/**
 * Make a link that opens elsewhere and tells nobody where it was.
 * @param {string} address
 * @param {Children} words
 * @param {string} [title]
 */
export function link(address, words, title) {
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer nofollow", title: title ?? address };
  return el("a", attributes, words);
}

/** @param {string} text */
function mention(text, mine = false) {
  return el(mine ? "span.mention.mine" : "span.mention", {}, text);
}

/** @param {string} id */
function channelMention(id) {
  const channel = channelOf(id);
  const known = channel && guildHere()?.channels.includes(channel);
  if (!known) return mention(channel ? `#${channel.name}` : "#unknown");
  return el("a.mention", { href: `#${id}` }, `#${channel.name}`);
}

/**
 * Return where a spoiler begins that ends only behind the text; -1 when there is none.
 * @param {string} text
 */
export function openSpoiler(text) {
  // Whatever is complete may hold bars of its own.
  return text.replace(MARKS, (mark) => " ".repeat(mark.length)).indexOf("||");
}

/**
 * Make what stays veiled until it is pressed; with blocks in it, it is a block itself.
 * @param {Children} content
 * @param {"span" | "div"} tag
 */
export function spoiler(content, tag = "span") {
  const hidden = { role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" };
  /** @type {HTMLElement} */
  const node = el(`${tag}.spoiler`, hidden);
  const veiled = el(`${tag}.veiled`, { "aria-hidden": "true" }, content);
  node.append(veiled);
  /** @param {MouseEvent | KeyboardEvent} event */
  const reveal = (event) => {
    if ("key" in event && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) node.removeAttribute(name);
    veiled.removeAttribute("aria-hidden");
    node.removeEventListener("click", reveal);
    node.removeEventListener("keydown", reveal);
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}
