// What stands at the side of the chat: members, time or faults, one at a time.

import { byId, el, find, findAll, icon } from "../dom.js";
import { drawMembers } from "./members.js";
import { drawTime } from "./time.js";
import { drawFaults } from "./faults.js";

/** @import { Request } from "../types.js" */
/** @typedef {keyof typeof PANELS} PanelName */

const PANELS = {
  members: { title: "Members", draw: drawMembers },
  time: { title: "Time", draw: drawTime },
  faults: { title: "Faults", draw: drawFaults },
};

/** Below this width the side would lie over the chat (narrow.css). */
const BESIDE = 1000;
/** Below this width it lies over all of it. */
const ALONE = 700;

/** Opens one panel and closes the one before. */
export class Side {
  /** @param {Request} request */
  constructor(request) {
    this.request = request;
    this.node = byId("side");
    /** @type {PanelName | null} */
    this.open = null;
    this.isBeside = false;
    /** @type {PanelName | null} */
    this.putAway = null;
    new ResizeObserver(() => this.fit()).observe(byId("window"));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /**
   * Open a panel; the open one closes.
   * @param {PanelName} name
   */
  toggle(name, { focus = true } = {}) {
    if (this.open === name) {
      this.close();
      return;
    }
    const { title, draw } = PANELS[name];
    this.open = name;
    const attributes = { type: "button", "aria-label": `Close ${title}`, onclick: () => this.close() };
    const close = el("button.tool", attributes, icon("close"));
    const body = el("div.panel", { data: { panel: name } });
    this.node.replaceChildren(el("header.panel-head", {}, el("h2", {}, title), close), body);
    this.node.setAttribute("aria-label", title);
    this.node.hidden = false;
    draw(body, this.request);
    this.mark();
    const first = name === "members" ? null : find(body, "button, input");
    if (focus && (first || this.covers())) (first ?? close).focus();
  }

  /** Put away what stood beside the chat when there is no more room for it, and take it out again when there is. */
  fit() {
    const wasBeside = this.isBeside;
    this.isBeside = byId("window").clientWidth > BESIDE;
    byId("chat").inert = this.covers();
    if (wasBeside && !this.isBeside && this.open) {
      this.putAway = this.open;
      this.close();
    } else if (!wasBeside && this.isBeside) {
      if (this.putAway && !this.open) this.toggle(this.putAway, { focus: false });
      this.putAway = null;
    }
  }

  /** Tell whether it hides the chat, which then cannot be reached by keys or by a screen reader either. */
  covers() {
    return this.open !== null && byId("window").clientWidth <= ALONE;
  }

  close() {
    const opener = find(document, `[data-panel="${this.open}"].tool`);
    const hadFocus = this.node.contains(document.activeElement);
    this.open = null;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.mark();
    if (hadFocus) opener?.focus();
  }

  mark() {
    for (const button of findAll(document, ".tool[data-panel]")) {
      button.setAttribute("aria-expanded", String(button.dataset.panel === this.open));
    }
    byId("window").dataset.side = this.open ?? "";
    byId("chat").inert = this.covers();
  }
}
