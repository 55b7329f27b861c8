// What stands at the side of the chat: members, time or faults, one at a time.

import { byId, el, icon } from "../dom.js";
import { drawMembers } from "./members.js";
import { drawTime } from "./time.js";
import { drawFaults } from "./faults.js";

const PANELS = {
  members: { title: "Members", draw: drawMembers },
  time: { title: "Time", draw: drawTime },
  faults: { title: "Faults", draw: drawFaults },
};

/** Opens one panel and closes the one before. */
export class Side {
  constructor(request) {
    this.request = request;
    this.node = byId("side");
    this.open = null;
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** Open a panel; the open one closes. */
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
    if (focus && name !== "members") this.node.querySelector(".panel button, .panel input")?.focus();
  }

  close() {
    const opener = document.querySelector(`[data-panel="${this.open}"].tool`);
    const hadFocus = this.node.contains(document.activeElement);
    this.open = null;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.mark();
    if (hadFocus) opener?.focus();
  }

  mark() {
    for (const button of document.querySelectorAll(".tool[data-panel]")) {
      button.setAttribute("aria-expanded", String(button.dataset.panel === this.open));
    }
    byId("window").dataset.side = this.open ?? "";
  }
}
