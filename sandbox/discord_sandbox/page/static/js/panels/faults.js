// What can be broken, what still waits to break, and whether the bot is there.

import { el, find, focusedElement } from "../dom.js";
import { state } from "../state.js";
import { live } from "./live.js";

/** @import { Request } from "../types.js" */

/**
 * Draw the faults into a panel.
 * @param {HTMLElement} node
 * @param {Request} request
 */
export function drawFaults(node, request) {
  const status = el("p.status", { role: "status" });
  const offered = el("ul.faults");
  const waiting = el("div", { "aria-live": "polite" });
  const said = el("p.problem", { role: "alert", hidden: true });
  /** @param {string} name */
  const strike = async (name) => {
    said.hidden = true;
    try {
      await request("strike", { name });
    } catch (refused) {
      said.textContent = refused.message;
      said.hidden = false;
    }
  };
  node.append(status, waiting, offered, said);
  live(node, "faults", () => {
    const { online } = state.faults;
    status.textContent = online ? `${state.bot.username} is connected.` : `${state.bot.username} is not connected.`;
    status.classList.toggle("away", !online);
    waiting.replaceChildren(...waits());
    draw(offered, strike);
  });
}

function waits() {
  return state.faults.waiting.map(({ label, left }) =>
    el("p.waiting", {}, left > 1 ? `Waiting: ${label} (${left} times)` : `Waiting: ${label}`),
  );
}

/**
 * @param {HTMLElement} list
 * @param {(name: string) => void} strike
 */
function draw(list, strike) {
  const focused = list.contains(document.activeElement) ? focusedElement().dataset.name : null;
  const items = state.faults.offered.map(({ name, label, about }) => {
    const attributes = { type: "button", data: { name }, "aria-describedby": `about-${name}` };
    const button = el("button.button.secondary", { ...attributes, onclick: () => strike(name) }, label);
    return el("li", {}, button, el("p.hint", { id: `about-${name}` }, about));
  });
  list.replaceChildren(...items);
  if (focused) (find(list, `[data-name="${focused}"]`) ?? find(list, "button"))?.focus();
}
