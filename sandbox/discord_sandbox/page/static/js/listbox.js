// A list to pick from, driven from the element that has the focus: composer, option, select.

import { el, freshId } from "./dom.js";

/** @import { Heading, Row } from "./types.js" */

/**
 * Shows items in `node` and marks one of them for `owner`, the element that keeps the focus.
 * @template T
 */
export class Listbox {
  /** @param {{ label: string, owner: HTMLElement, picked: (row: Row<T>) => void, multiple?: boolean }} how */
  constructor({ label, owner, picked, multiple = false }) {
    this.id = freshId("list");
    this.owner = owner;
    this.picked = picked;
    /** @type {(Row<T> | Heading)[]} */
    this.items = [];
    this.active = -1;
    this.node = el("ul.listbox", { role: "listbox", id: this.id, "aria-label": label, hidden: true });
    if (multiple) this.node.setAttribute("aria-multiselectable", "true");
    owner.setAttribute("aria-controls", this.id);
    this.expands = owner.tagName === "BUTTON" || owner.getAttribute("role") === "combobox";
    this.sayOpen(false);
    // The owner keeps the focus when the list is clicked.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open() {
    return !this.node.hidden;
  }

  get current() {
    const item = this.items[this.active];
    return item?.heading ? undefined : item;
  }

  /**
   * Show items; the first that is no heading is marked, if `mark`.
   * @param {(Row<T> | Heading)[]} items
   */
  show(items, { mark = true } = {}) {
    this.items = items;
    this.node.replaceChildren(...items.map((item, place) => this.row(item, place)));
    this.node.hidden = false;
    this.sayOpen(true);
    this.mark(mark ? items.findIndex((item) => !item.heading) : -1);
  }

  hide() {
    this.node.hidden = true;
    this.items = [];
    this.sayOpen(false);
    this.mark(-1);
  }

  /** @param {boolean} open */
  sayOpen(open) {
    if (this.expands) this.owner.setAttribute("aria-expanded", String(open));
  }

  /**
   * Mark the next or the one before, past headings and round the ends.
   * @param {number} step
   */
  move(step) {
    const count = this.items.length;
    if (!this.items.some((item) => !item.heading)) return;
    let place = this.active < 0 && step < 0 ? count : this.active;
    do place = (place + step + count) % count;
    while (this.items[place].heading);
    this.mark(place);
  }

  /** @param {number} place */
  mark(place) {
    this.active = place;
    for (const [index, row] of [...this.node.children].entries()) row.classList.toggle("active", index === place);
    const row = this.node.children[place];
    if (!row) {
      this.owner.removeAttribute("aria-activedescendant");
      return;
    }
    this.owner.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Row<T> | Heading} item
   * @param {number} place
   */
  row(item, place) {
    if (item.heading) return el("li.list-heading", { role: "presentation" }, item.content);
    const attributes = { role: "option", id: `${this.id}-${place}`, "aria-selected": String(Boolean(item.selected)) };
    const row = el("li.option", attributes, item.content);
    row.addEventListener("mousemove", () => this.active !== place && this.mark(place));
    row.addEventListener("click", () => this.picked(item));
    return row;
  }
}
