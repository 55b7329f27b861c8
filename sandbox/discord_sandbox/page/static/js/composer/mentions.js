// Mentions while writing: after an @ the people here are offered; what is sent carries their ids.

import { avatar } from "../avatar.js";
import { el } from "../dom.js";
import { peopleHere } from "../state.js";

/** @import { Heading, Member, Row } from "../types.js" */

const MOST = 8;
const OPEN = /(?:^|\s)@([\p{L}\p{N}_.-]{0,32})$/u;

/**
 * Return what is typed after the @ before the caret; null when there is none.
 * @param {HTMLTextAreaElement} textarea
 */
export function mentionBefore(textarea) {
  return textarea.value.slice(0, textarea.selectionStart).match(OPEN)?.[1] ?? null;
}

/**
 * Return the people whose names fit, the bot first.
 * @param {string} typed
 */
export function peopleFitting(typed) {
  const wanted = typed.toLowerCase();
  return peopleHere()
    .filter(({ name, username }) => name.toLowerCase().includes(wanted) || username.toLowerCase().startsWith(wanted))
    .sort((a, b) => Number(b.bot) - Number(a.bot))
    .slice(0, MOST);
}

/**
 * Return the picker's lines for people.
 * @param {Member[]} people
 * @returns {(Row<{ person: Member }> | Heading)[]}
 */
export function peopleItems(people) {
  const items = people.map((person) => ({ person, content: personContent(person) }));
  return [{ heading: true, content: "Members" }, ...items];
}

/** @param {Member} person */
function personContent({ id, name, username }) {
  return [avatar(id, name), el("span.offer-label", {}, name), el("span.offer-about", {}, username)];
}

/**
 * Put somebody's name where the @ is.
 * @param {HTMLTextAreaElement} textarea
 * @param {Member} person
 */
export function insertMention(textarea, person) {
  const start = textarea.value.slice(0, textarea.selectionStart).lastIndexOf("@");
  textarea.setRangeText(`@${person.username} `, start, textarea.selectionStart, "end");
}

/**
 * Return the text as it is sent: names after an @ become mentions.
 * @param {string} text
 */
export function withMentions(text) {
  const people = peopleHere();
  return text.replace(/(?<![\p{L}\p{N}_])@([\p{L}\p{N}_.-]+)/gu, (whole, name) => {
    const wanted = name.toLowerCase();
    const found = people.find((one) => [one.username, one.name].some((known) => known.toLowerCase() === wanted));
    return found ? `<@${found.id}>` : whole;
  });
}
