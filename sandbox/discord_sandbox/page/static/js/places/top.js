// The line above the messages: where one is, what time it is in the sandbox, and what can be opened at the side.

import { byId, el, find, icon } from "../dom.js";
import { told } from "../clock.js";
import { channelOf, now, on, state } from "../state.js";

/** @import { PanelName } from "../panels/side.js" */
/** @import { Attributes, Children } from "../types.js" */

const SCREENS = ["places", "chat"];

/**
 * Keep the line; `side(name)` opens or closes what stands at the side, `theme()` and `phone()` switch the looks.
 * @param {{ side: (panel: PanelName) => void, theme: () => void, phone: () => void }} how
 */
export function showTop({ side, theme, phone }) {
  const node = byId("top");
  const back = el("button.back", { type: "button", onclick: () => showScreen("places") }, icon("back"));
  const name = el("h1", { id: "channel-name" });
  const clock = el("span.clock-words");
  const desktopOnly = { class: "tool of-desktop", id: "phone-view", "aria-pressed": "false", onclick: phone };
  const buttons = [
    opener("time", "Time", [icon("clock"), clock], side),
    opener("faults", "Faults", icon("bolt"), side),
    opener("members", "Members", icon("people"), side),
    tool("Phone view", icon("phone"), desktopOnly),
    tool("Light or dark", icon("sun"), { onclick: theme }),
  ];
  node.append(back, name, el("div.tools", { role: "group", "aria-label": "Tools" }, buttons));
  const draw = () => {
    const channel = channelOf(state.place.channel);
    if (channel) name.replaceChildren(icon(channel.direct ? "at" : "hash"), el("span", {}, channel.name));
  };
  const markUnread = () => {
    back.classList.toggle("unread", state.unread.size > 0);
    back.setAttribute("aria-label", `Servers and channels${state.unread.size ? ", unread" : ""}`);
  };
  const tick = () => (clock.textContent = told(now(), "sandbox"));
  on("world place", draw);
  on("world place unread", markUnread);
  on("clock", tick);
  setInterval(tick, 1000);
}

/**
 * @param {PanelName} panel
 * @param {string} label
 * @param {Children} content
 * @param {(panel: PanelName) => void} side
 */
function opener(panel, label, content, side) {
  const attributes = { "aria-expanded": "false", "aria-controls": "side", data: { panel }, onclick: () => side(panel) };
  return tool(label, content, attributes);
}

/**
 * @param {string} label
 * @param {Children} content
 * @param {Attributes} attributes
 */
function tool(label, content, attributes) {
  return el("button", { class: "tool", type: "button", title: label, "aria-label": label, ...attributes }, content);
}

/**
 * Show one of the screens that a phone has room for.
 * @param {string} name
 */
export function showScreen(name) {
  byId("window").dataset.screen = SCREENS.includes(name) ? name : "chat";
  if (name === "places") find(byId("channels"), "[aria-current]")?.focus();
}
