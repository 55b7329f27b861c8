// Round pictures of people: their first letters on a colour of their own; the bot's picture where it has one.

import { el } from "./dom.js";
import { state } from "./state.js";

const COLOURS = ["#4752c4", "#2d7d46", "#b5443c", "#8a5a00", "#7c4dbd", "#0f7285", "#a8407f", "#456785"];

/**
 * Draw somebody; it says nothing to a screen reader, their name stands beside it.
 * @param {string} userId
 * @param {string} name
 */
export function avatar(userId, name) {
  const isBot = userId === state.bot?.id;
  if (isBot && state.scene.picture) return el("img.avatar", { src: "picture.svg", alt: "", width: 40, height: 40 });
  return el("span.avatar", { "aria-hidden": "true", style: { "background-color": colourOf(userId) } }, initials(name));
}

/**
 * Return the letters that stand for a name.
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/[\s_-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? "");
  return (letters.length > 1 ? letters[0] + letters.at(-1) : letters[0] ?? "?").toUpperCase();
}

/** @param {string} id */
function colourOf(id) {
  // Ids made in one go differ little: a prime spreads them.
  return COLOURS[Number((BigInt(id) % 9_973n) % BigInt(COLOURS.length))];
}
