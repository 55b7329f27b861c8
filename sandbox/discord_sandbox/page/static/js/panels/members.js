// The members of the server, by role.

import { avatar } from "../avatar.js";
import { el } from "../dom.js";
import { peopleHere, state } from "../state.js";
import { live } from "./live.js";

/** @import { Member } from "../types.js" */

/**
 * Draw the members into a panel.
 * @param {HTMLElement} node
 */
export function drawMembers(node) {
  live(node, "world place faults", () => node.replaceChildren(...groups()));
}

function groups() {
  /** @type {Map<string, Member[]>} */
  const byRole = new Map();
  for (const member of peopleHere()) {
    const role = member.role ?? "Online";
    byRole.set(role, [...(byRole.get(role) ?? []), member]);
  }
  const ordered = [...byRole].sort(([a], [b]) => Number(a === "Online") - Number(b === "Online"));
  return ordered.map(([role, people]) => {
    const sorted = people.sort((a, b) => a.name.localeCompare(b.name));
    const head = el("h3", {}, `${role} — ${people.length}`);
    return el("section.group", { "aria-label": role }, head, el("ul", {}, sorted.map(memberItem)));
  });
}

/** @param {Member} member */
function memberItem(member) {
  const isOurs = member.id === state.bot.id;
  const away = isOurs && !state.faults.online;
  const badge = member.bot ? el("span.badge", {}, "APP") : null;
  const picture = el("span.present", {}, avatar(member.id, member.name));
  const name = el("span.member-name", {}, member.name);
  return el(away ? "li.away" : "li", {}, picture, name, badge, away ? el("span.faint", {}, "offline") : null);
}
