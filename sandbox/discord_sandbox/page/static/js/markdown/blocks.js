// Discord's Markdown by lines: quotes, headings, small text, lists and code; the rest goes to inline.js.

import { el } from "../dom.js";
import { codeBlock } from "./code.js";
import { EMOJI, inline, openSpoiler, spoiler } from "./inline.js";

/** @import { Children } from "../types.js" */
/** @typedef {{ depth: number, mark: string, text: string }} Item - of a list; how deep it lies is in spaces */

// An item, and lines that go on with it: they stand further in and begin with no mark of their own.
const LIST = /^(?: {0,8}(?:[-*]|\d{1,9}\.) +[^\n]+(?:\n|$)(?: {2,}(?![-*] |\d+\. )[^\n]+(?:\n|$))*)+/u;
/** @typedef {{ shape: RegExp, make: (match: RegExpMatchArray) => HTMLElement }} Block */
/** @type {Block[]} */
const QUOTES = [
  { shape: /^>>> ([\s\S]*)/u, make: (match) => quote(match[1]) },
  { shape: /^(?:> [^\n]*(?:\n|$)|>(?:\n|$))+/u, make: (match) => quote(unquoted(match[0])) },
];
/** @type {Block[]} */
const BLOCKS = [
  { shape: /^(#{1,3})[ \t]+([^\n]+)(?:\n|$)/u, make: (match) => heading(match[1].length, match[2]) },
  { shape: /^-# +([^\n]+)(?:\n|$)/u, make: (match) => el("div.subtext", {}, inline(match[1])) },
  { shape: LIST, make: (match) => list(match[0]) },
];
const FENCE = /^```(?:([\w+#.-]*)\n)?([\s\S]*?)\n?```\n?/u;
const ITEM = /^( *)([-*]|\d{1,9}\.) +([\s\S]*)$/u;
const EMOJI_ONLY = new RegExp(String.raw`^(?:\s*${EMOJI}){1,27}\s*$`, "u");

/**
 * Return the element that a whole text becomes.
 * @param {string} text
 */
export function prose(text, className = "prose") {
  const node = el(`div.${className}`, {}, blocks(text));
  if (EMOJI_ONLY.test(text)) node.classList.add("jumbo");
  return node;
}

/**
 * Return the nodes of a text that may have several lines. There is no quote in a quote.
 * @param {string} text
 */
export function blocks(text, quoted = false) {
  /** @type {Children[]} */
  const nodes = [];
  let rest = text;
  let plain = "";
  const flush = () => {
    nodes.push(...inline(plain));
    plain = "";
  };
  while (rest) {
    const block = startsLine(plain) ? nextBlock(rest, quoted) : null;
    const found = block ?? codeAt(rest);
    const veiled = found && spoilerAround(plain, rest, quoted);
    if (veiled) {
      plain = veiled.before;
      flush();
      nodes.push(veiled.node);
      rest = rest.slice(veiled.length);
      continue;
    }
    if (found) {
      // A block stands on lines of its own: the line end before it is part of it.
      plain = plain.replace(/\n$/u, "");
      flush();
      nodes.push(found.node);
      rest = rest.slice(found.length);
      continue;
    }
    const step = nextStep(rest);
    plain += rest.slice(0, step);
    rest = rest.slice(step);
  }
  flush();
  return nodes;
}

/** @param {string} rest */
function codeAt(rest) {
  const fence = rest.match(FENCE);
  return fence && { node: codeBlock(fence[2], fence[1] ?? ""), length: fence[0].length };
}

/**
 * Make the spoiler that began in the text before a block and ends in or behind that block; null when there is none.
 * @param {string} before
 * @param {string} rest
 * @param {boolean} quoted
 */
function spoilerAround(before, rest, quoted) {
  const start = openSpoiler(before);
  const end = start < 0 ? -1 : rest.indexOf("||");
  if (end < 0) return null;
  const node = spoiler(blocks(before.slice(start + 2) + rest.slice(0, end), quoted), "div");
  return { before: before.slice(0, start).replace(/\n$/u, ""), node, length: end + 2 };
}

/** @param {string} before */
const startsLine = (before) => before === "" || before.endsWith("\n");

/**
 * @param {string} rest
 * @param {boolean} quoted
 */
function nextBlock(rest, quoted) {
  for (const { shape, make } of quoted ? BLOCKS : [...QUOTES, ...BLOCKS]) {
    const match = rest.match(shape);
    if (match) return { node: make(match), length: match[0].length };
  }
  return null;
}

/**
 * Tell how far the text goes on plainly: to the end of the line, or to a fence.
 * @param {string} rest
 */
function nextStep(rest) {
  const line = rest.indexOf("\n") + 1 || rest.length;
  const fence = rest.indexOf("```", 1);
  return fence > 0 && fence < line ? fence : line;
}

/** @param {string} lines */
const unquoted = (lines) => lines.replace(/^> ?/gmu, "").replace(/\n$/u, "");

/** @param {string} text */
function quote(text) {
  return el("blockquote", {}, blocks(text, true));
}

/**
 * @param {number} level
 * @param {string} text
 */
function heading(level, text) {
  return el(`div.heading.level-${level}`, { role: "heading", "aria-level": String(level + 3) }, inline(text));
}

/** @param {string} text */
function list(text) {
  /** @type {Item[]} */
  const items = [];
  for (const line of text.replace(/\n$/u, "").split("\n")) {
    const match = line.match(ITEM);
    const last = items.at(-1);
    if (match) items.push({ depth: match[1].length, mark: match[2], text: match[3] });
    else if (last) last.text += `\n${line.trim()}`;
  }
  return nested(items, 0, items.length);
}

/**
 * Make the list of items[from] to items[to - 1]; those deeper than the first belong to the one before them.
 * @param {Item[]} items
 * @param {number} from
 * @param {number} to
 */
function nested(items, from, to) {
  const first = items[from];
  const ordered = first.mark.endsWith(".");
  const node = ordered ? el("ol", { start: String(parseInt(first.mark, 10)) }) : el("ul");
  let place = from;
  while (place < to) {
    let end = place + 1;
    while (end < to && items[end].depth > first.depth) end += 1;
    const children = end > place + 1 ? [nested(items, place + 1, end)] : [];
    node.append(el("li", {}, inline(items[place].text), children));
    place = end;
  }
  return node;
}
