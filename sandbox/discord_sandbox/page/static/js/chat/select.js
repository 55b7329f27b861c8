// Select menus: a button that opens a list; those for people, roles and channels are filled from the server.

import { avatar } from "../avatar.js";
import { byId, el, icon } from "../dom.js";
import { Listbox } from "../listbox.js";
import { guildHere, peopleHere } from "../state.js";
import { emojiText } from "./components.js";

/** @import { Children, EntitySelect, Offer, Row, SelectMenu } from "../types.js" */

const PROMPTS = { 3: "Make a selection", 5: "Select a user", 6: "Select a role", 7: "Select", 8: "Select a channel" };
// What a list needs above its button, in pixels; with less it opens downwards.
const ROOM = 200;

/**
 * Return the element of a select. `choose(values)` takes what was picked, as soon as the list closes.
 * @param {SelectMenu} component
 * @param {(values: string[]) => void} choose
 */
export function selectElement(component, choose) {
  return new Select(component, choose).node;
}

/**
 * Return what a select offers.
 * @param {SelectMenu} component
 * @returns {Offer[]}
 */
export function offersOf(component) {
  if (component.type === 3) {
    return component.options.map((option) => ({
      ...option, emoji: emojiText(option.emoji), selected: Boolean(option.default),
    }));
  }
  const fixed = new Set((component.default_values ?? []).map((entity) => entity.id));
  return FILLED[component.type](component).map((offer) => ({ ...offer, selected: fixed.has(offer.value) }));
}

/** @typedef {Omit<Offer, "selected">} Entity */
/** @type {() => Entity[]} */
const users = () => peopleHere().map(({ id, name }) => ({ value: id, label: name, picture: () => avatar(id, name) }));
/** @type {() => Entity[]} */
const roles = () =>
  (guildHere()?.roles ?? []).map(({ id, name }) => ({ value: id, label: name, picture: () => icon("at") }));
/** @type {(component: EntitySelect) => Entity[]} */
const channels = ({ channel_types: types }) =>
  (guildHere()?.channels ?? [])
    .filter((channel) => !types?.length || types.includes(channel.type ?? 0))
    .map(({ id, name }) => ({ value: id, label: name, picture: () => icon("hash") }));
const FILLED = { 5: users, 6: roles, 7: () => [...users(), ...roles()], 8: channels };

class Select {
  /**
   * @param {SelectMenu} component
   * @param {(values: string[]) => void} choose
   */
  constructor(component, choose) {
    this.component = component;
    this.choose = choose;
    this.most = component.max_values ?? 1;
    this.least = component.min_values ?? 1;
    this.offers = offersOf(component);
    this.prompt = component.placeholder || PROMPTS[component.type];
    this.button = el("button.select-button", {
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      disabled: component.disabled,
      data: { customId: component.custom_id },
      onclick: () => (this.list.open ? this.close() : this.open()),
      onkeydown: (event) => this.key(event),
      onblur: () => this.list.open && this.close(),
    });
    /** @param {Row<{ offer: Offer }>} row */
    const picked = (row) => this.pick(row.offer);
    this.list = new Listbox({ label: this.prompt, owner: this.button, picked, multiple: this.most > 1 });
    this.node = el("div.select", {}, this.button, this.list.node);
    this.refresh();
  }

  get values() {
    return this.offers.filter((offer) => offer.selected).map((offer) => offer.value);
  }

  refresh() {
    const picked = this.offers.filter((offer) => offer.selected).map((offer) => offer.label);
    const words = picked.length ? el("span", {}, picked.join(", ")) : el("span.prompt", {}, this.prompt);
    this.button.setAttribute("aria-label", picked.length ? `${this.prompt}: ${picked.join(", ")}` : this.prompt);
    this.button.replaceChildren(words, icon("down"));
  }

  open() {
    this.before = this.values.join();
    const above = this.button.getBoundingClientRect().top - byId("scroll").getBoundingClientRect().top;
    this.node.classList.toggle("downwards", above < ROOM);
    this.show();
    this.list.mark(Math.max(this.offers.findIndex((offer) => offer.selected), 0));
  }

  show() {
    const marked = this.list.active;
    const withBox = this.most > 1;
    this.list.show(
      this.offers.map((offer) => ({ offer, selected: offer.selected, content: offerContent(offer, withBox) })),
    );
    if (marked >= 0) this.list.mark(marked);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.list.open) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      this.open();
    } else if (event.key === "ArrowDown") this.list.move(1);
    else if (event.key === "ArrowUp") this.list.move(-1);
    else if (event.key === "Enter" || event.key === " ") this.pick(this.list.current?.offer);
    else if (event.key === "Escape") this.close();
    else if (event.key.length === 1) this.jump(event.key.toLowerCase());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Mark the next that begins with a letter, as native lists do.
   * @param {string} letter
   */
  jump(letter) {
    const count = this.offers.length;
    for (let step = 1; step <= count; step += 1) {
      const place = (this.list.active + step) % count;
      if (this.offers[place].label.toLowerCase().startsWith(letter)) {
        this.list.mark(place);
        return;
      }
    }
  }

  /** @param {Offer | undefined} offer */
  pick(offer) {
    if (!offer) return;
    if (this.most === 1) {
      for (const one of this.offers) one.selected = one === offer;
      this.list.hide();
      this.refresh();
      this.choose(this.values);
      return;
    }
    if (offer.selected || this.values.length < this.most) offer.selected = !offer.selected;
    this.refresh();
    this.show();
  }

  close() {
    this.list.hide();
    const changed = this.most > 1 && this.values.join() !== this.before;
    if (changed && this.values.length >= this.least) this.choose(this.values);
  }
}

/**
 * @param {Offer} offer
 * @param {boolean} withBox
 * @returns {Children}
 */
function offerContent(offer, withBox) {
  const about = offer.description ? el("span.offer-about", {}, offer.description) : null;
  return [
    offer.picture?.() ?? (offer.emoji ? el("span.emoji", { "aria-hidden": "true" }, offer.emoji) : null),
    el("span.offer", {}, el("span.offer-label", {}, offer.label), about),
    withBox ? el("span.box", { "aria-hidden": "true" }, offer.selected ? icon("check") : null) : null,
  ];
}
