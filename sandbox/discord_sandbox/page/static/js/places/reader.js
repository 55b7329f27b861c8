// Who one is, and being somebody else: here, or in a tab of their own.

import { avatar } from "../avatar.js";
import { byId, el, find, findAll, focusedElement, icon } from "../dom.js";
import { on, state } from "../state.js";

/** @import { Person } from "../types.js" */

/**
 * Keep the reader's corner; `become(person)` makes one somebody else.
 * @param {(person: Person) => void} become
 */
export function showReader(become) {
  on("world", () => draw(become));
}

/** @param {(person: Person) => void} become */
function draw(become) {
  const node = byId("reader");
  const wasOpen = node.querySelector("details")?.open;
  const name = state.me.global_name ?? state.me.username;
  const note = state.scene.people.find((one) => one.id === state.me.id)?.note;
  const picture = el("span.present", {}, avatar(state.me.id, name));
  const label = `You are ${name}. Be somebody else`;
  const summary = el("summary", { "aria-label": label }, picture, who(name, note || state.me.username), icon("down"));
  const people = state.scene.people.map((person) => personItem(person, become));
  const menu = el("div.people", {}, el("h2", {}, "Be somebody else"), el("ul", {}, people));
  const details = el("details.switcher", { open: wasOpen }, summary, menu);
  details.addEventListener("keydown", (event) => key(event, details));
  node.replaceChildren(details);
}

/**
 * @param {Person} person
 * @param {(person: Person) => void} become
 */
function personItem(person, become) {
  const current = person.id === state.me.id ? "true" : null;
  const content = [avatar(person.id, person.shown), who(person.shown, person.note || person.name)];
  const here = { type: "button", "aria-current": current, onclick: () => become(person) };
  const label = `${person.shown} in a new tab`;
  const elsewhere = { href: addressOf(person), target: "_blank", title: label, "aria-label": label };
  return el("li", {}, el("button.person", here, content), el("a.new-tab", elsewhere, icon("link")));
}

/**
 * @param {string} name
 * @param {string} note
 */
const who = (name, note) => el("span.who", {}, el("strong", {}, name), el("span.faint", {}, note));

/**
 * Return the address under which the page opens as somebody.
 * @param {Person} person
 */
export const addressOf = (person) => `/?as=${encodeURIComponent(person.name)}`;

/**
 * @param {KeyboardEvent} event
 * @param {HTMLDetailsElement} details
 */
function key(event, details) {
  if (event.key === "Escape" && details.open) {
    details.open = false;
    find(details, "summary")?.focus();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const buttons = findAll(details, "button.person");
  const place = buttons.indexOf(focusedElement()) + (event.key === "ArrowDown" ? 1 : -1);
  buttons[(place + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}

// A menu that was left is closed.
document.addEventListener("click", (event) => {
  const menu = find(document, "details.switcher[open]");
  if (menu && !(event.target instanceof Node && menu.contains(event.target))) menu.removeAttribute("open");
});
