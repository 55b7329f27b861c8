// The commands that the reader can use: each path (a command with its subcommands) is one line of the picker.

import { avatar } from "../avatar.js";
import { el } from "../dom.js";
import { state } from "../state.js";

/** @import { Command, CommandOption, CommandPath, Heading, Row } from "../types.js" */

const NESTING = new Set([1, 2]);
const MOST = 30;

/**
 * Return every path of the commands.
 * @param {Command[]} commands
 */
export function pathsOf(commands) {
  return commands.flatMap((command) => walk(command, command.name));
}

/**
 * @param {Command | CommandOption} node
 * @param {string} path
 * @returns {CommandPath[]}
 */
function walk(node, path) {
  const options = node.options ?? [];
  const nested = options.filter((option) => NESTING.has(option.type));
  if (nested.length) return nested.flatMap((child) => walk(child, `${path} ${child.name}`));
  return [{ path, about: node.description, options }];
}

/**
 * Return the paths that fit what was typed after the slash: those that begin with it first.
 * @param {CommandPath[]} paths
 * @param {string} typed
 */
export function fitting(paths, typed) {
  const wanted = typed.toLowerCase();
  const begins = paths.filter(({ path }) => path.startsWith(wanted));
  const contains = paths.filter(({ path, about }) => `${path} ${about}`.toLowerCase().includes(wanted));
  return [...new Set([...begins, ...contains])].slice(0, MOST);
}

/**
 * Return the path that a line names in full, with the text behind it: "/topic midd" is topic, midd.
 * @param {CommandPath[]} paths
 * @param {string} line
 */
export function named(paths, line) {
  const typed = line.slice(1);
  const begun = paths.filter(({ path }) => typed.toLowerCase().startsWith(`${path} `));
  const longest = begun.sort((a, b) => b.path.length - a.path.length)[0];
  return longest ? { entry: longest, rest: typed.slice(longest.path.length + 1) } : null;
}

/**
 * Return the picker's lines for paths.
 * @param {CommandPath[]} paths
 * @returns {(Row<{ entry: CommandPath }> | Heading)[]}
 */
export function pathItems(paths) {
  const { id, username } = state.bot;
  const content = [avatar(id, username), el("span", {}, username)];
  return [{ heading: true, content }, ...paths.map((entry) => ({ entry, content: pathContent(entry) }))];
}

/** @param {CommandPath} entry */
function pathContent({ path, about, options }) {
  const names = options.map(({ name, required }) => el(`span.option-name${required ? "" : ".optional"}`, {}, name));
  const whole = el("span.command-path", {}, el("span.command-name", {}, `/${path}`), names);
  return [whole, el("span.command-about", {}, about)];
}
