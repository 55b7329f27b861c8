// The sandbox's clock: moving it forward, with the bot living through it.

import { el } from "../dom.js";
import { told } from "../clock.js";
import { now, state } from "../state.js";
import { live } from "./live.js";

/** @import { Replies, Request } from "../types.js" */

/** @typedef {(verb: keyof Replies, fields: Record<string, unknown>) => Promise<void>} Travel */

const HOUR = 3_600;
const DAY = 24 * HOUR;
const MONDAY = 1;
const NINE = 9;
const HINT = `The clock only goes forward. The bot lives through the time: streaks, weeks and scheduled posts happen
  as they would.`;
const WHOSE_NINE = " Monday 09:00 is meant where the server is; the clock above goes by your zone.";

/**
 * Draw the clock and the ways to move it into a panel.
 * @param {HTMLElement} node
 * @param {Request} request
 */
export function drawTime(node, request) {
  const clock = el("p.big-clock", { "aria-live": "polite" });
  const said = el("p.problem", { role: "alert", hidden: true });
  const instant = el("input", { type: "datetime-local", "aria-label": "Any instant", required: true });
  /** @type {Travel} */
  const go = async (verb, fields) => {
    said.hidden = true;
    node.toggleAttribute("aria-busy", true);
    try {
      await request(verb, fields);
    } catch (refused) {
      said.textContent = refused.message;
      said.hidden = false;
    }
    node.removeAttribute("aria-busy");
  };
  const start = el("button.button.secondary", { type: "submit" }, "Go");
  const form = el("form.instant", { "aria-label": "Any instant" }, instant, start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go("travel", { to: new Date(instant.value).toISOString() });
  });
  const hint = el("p.hint", {}, HINT, state.scene.has_zones ? WHOSE_NINE : "");
  node.append(clock, el("div.ways", {}, ways(go)), form, said, hint);
  const tick = () => {
    clock.textContent = told(now(), "F");
    instant.min = localText(new Date(now()));
    if (document.activeElement !== instant && !instant.value) instant.value = localText(nextMonday());
  };
  live(node, "clock", tick);
  const timer = setInterval(() => (node.isConnected ? tick() : clearInterval(timer)), 1000);
}

/** @param {Travel} go */
function ways(go) {
  /**
   * @param {string} label
   * @param {keyof Replies} verb
   * @param {() => Record<string, unknown>} fields
   */
  const button = (label, verb, fields) =>
    el("button.button.secondary", { type: "button", onclick: () => go(verb, fields()) }, label);
  const made = [
    button("+1 hour", "travel", () => ({ seconds: HOUR })),
    button("+1 day", "travel", () => ({ seconds: DAY })),
    button("Monday 09:00", "travel to monday", () => ({ channel: state.place.channel, zone: ownZone() })),
  ];
  if (state.scene.finds_next_post) made.push(button("Next scheduled post", "travel to next post", () => ({})));
  return made;
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Return the next Monday, nine o'clock in the reader's zone. */
function nextMonday() {
  const at = new Date(now());
  at.setHours(NINE, 0, 0, 0);
  while (at.getDay() !== MONDAY || at.getTime() <= now()) at.setDate(at.getDate() + 1);
  return at;
}

/** @param {Date} date */
function localText(date) {
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
