// What an option of a command can be: fixed choices, people, channels, roles, or what the bot offers.

import { avatar } from "../avatar.js";
import { el, icon } from "../dom.js";
import { guildHere, peopleHere } from "../state.js";

/** @import { Choice, CommandOption, Heading, Row } from "../types.js" */

const MOST = 25;
const BOOLEANS = [{ name: "True", value: true }, { name: "False", value: false }];

/**
 * Tell whether an option is only ever picked, never typed freely.
 * @param {CommandOption} option
 */
export function isPicked(option) {
  return option.type === 5 || option.type >= 6 && option.type <= 9 || Boolean(option.choices?.length);
}

/**
 * Return what fits `typed` without asking the bot.
 * @param {CommandOption} option
 * @param {string} typed
 * @returns {Choice[]}
 */
export function localChoices(option, typed) {
  const wanted = bare(typed);
  const all = option.choices ?? LOCAL[option.type]?.(option) ?? [];
  return all.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MOST);
}

/** @param {string} typed */
const bare = (typed) => typed.toLowerCase().replace(/^[@#]/u, "");
/** @type {() => Choice[]} */
const people = () => peopleHere().map(({ id, name }) => ({ name, value: id, picture: () => avatar(id, name) }));
/** @type {() => Choice[]} */
const roles = () => (guildHere()?.roles ?? []).map(({ id, name }) => ({ name, value: id, picture: () => icon("at") }));
/** @type {(option: CommandOption) => Choice[]} */
const channels = ({ channel_types: types }) =>
  (guildHere()?.channels ?? [])
    .filter((channel) => channel.type !== 4 && (!types?.length || types.includes(channel.type ?? 0)))
    .map(({ id, name }) => ({ name, value: id, picture: () => icon("hash") }));

/** @type {Record<number, (option: CommandOption) => Choice[]>} */
const LOCAL = { 5: () => BOOLEANS, 6: people, 7: channels, 8: roles, 9: () => [...people(), ...roles()] };

/**
 * Return the value that free text means for an option; undefined when it means none.
 * @param {CommandOption} option
 * @param {string} text
 */
export function typedValue(option, text) {
  const typed = text.trim();
  if (option.type === 4) return /^-?\d+$/u.test(typed) ? Number(typed) : undefined;
  if (option.type === 10) return typed !== "" && Number.isFinite(Number(typed)) ? Number(typed) : undefined;
  if (!isPicked(option)) return typed === "" ? undefined : text;
  const wanted = bare(typed);
  const same = localChoices(option, typed).filter(({ name }) => name.toLowerCase() === wanted);
  return same.length === 1 ? same[0].value : undefined;
}

/**
 * Return the lines of the list for choices, under the option's name and what it is for.
 * @param {CommandOption} option
 * @param {Choice[]} choices
 * @returns {(Row<{ choice: Choice }> | Heading)[]}
 */
export function choiceItems(option, choices) {
  const content = [el("span.option-name", {}, option.name), el("span", {}, option.description)];
  return [{ heading: true, content }, ...choices.map((choice) => ({ choice, content: choiceContent(choice) }))];
}

/** @param {Choice} choice */
function choiceContent({ name, picture }) {
  return [picture?.(), el("span.offer-label", {}, name)];
}
