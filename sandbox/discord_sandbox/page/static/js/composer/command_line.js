// A command being filled in: its name, and a pill for each option, all by keyboard.

import { el } from "../dom.js";
import { Listbox } from "../listbox.js";
import { FilePill } from "./file_pill.js";
import { Pill } from "./pill.js";

/** @import { CommandOption, CommandPath, OptionValue, Row } from "../types.js" */
/** @import { PickedFile } from "../files.js" */
/** @typedef {[string, OptionValue][]} Offered - names and values that the bot offers */
/** @typedef {Record<string, OptionValue | PickedFile>} Values - of a command's options, by their names */

const ATTACHMENT = 11;

/** The command line of one command. */
export class CommandLine {
  /**
   * @param {CommandPath} entry
   * @param {object} how
   * @param {(option: CommandOption, typed: string) => Promise<Offered>} how.ask gives what the bot offers
   * @param {(path: string, values: Values) => void} how.send
   * @param {(text: string) => void} how.leave
   */
  constructor(entry, { ask, send, leave }) {
    this.entry = entry;
    this.ask = ask;
    this.send = send;
    this.leave = leave;
    /** @type {(Pill | FilePill)[]} */
    this.pills = [];
    this.asked = 0;
    /** @type {Listbox<{ option: CommandOption }> | null} */
    this.menu = null;
    this.lists = el("div");
    this.more = el("button.more", { type: "button", "aria-haspopup": "listbox", onclick: () => this.offerMore() });
    this.problem = el("p.problem", { role: "alert", hidden: true });
    this.row = el("div.command-row", {}, el("span.command-name", {}, `/${entry.path}`), this.more);
    const label = `/${entry.path}: ${entry.about}`;
    this.node = el("div.command-line", { role: "group", "aria-label": label }, this.row, this.problem);
    this.node.addEventListener("keydown", (event) => this.key(event));
    for (const option of entry.options.filter((one) => one.required)) this.add(option);
    this.refreshMore();
  }

  /** Put the caret where one goes on typing; `text` goes into the first option. */
  begin(text = "") {
    if (!this.pills.length && text && this.entry.options.length) this.add(this.entry.options[0]);
    const [first] = this.pills;
    if (!first) {
      this.row.tabIndex = 0;
      this.row.setAttribute("role", "button");
      this.row.setAttribute("aria-label", `Send /${this.entry.path}`);
      this.row.focus();
      return;
    }
    if (text) first.type(text);
    first.input.focus();
  }

  get rest() {
    return this.entry.options.filter((option) => !this.pills.some((pill) => pill.option === option));
  }

  /** @param {CommandOption} option */
  add(option) {
    const pill = option.type === ATTACHMENT ? new FilePill(option, this) : new Pill(option, this);
    this.pills.push(pill);
    this.row.insertBefore(pill.node, this.more);
    this.lists.append(pill.list.node);
    this.refreshMore();
    return pill;
  }

  /** @param {Pill | FilePill} pill */
  drop(pill) {
    this.pills = this.pills.filter((one) => one !== pill);
    pill.node.remove();
    pill.list.node.remove();
    this.refreshMore();
    const last = this.pills.at(-1);
    if (last) last.input.focus();
    else this.begin();
  }

  refreshMore() {
    this.more.hidden = !this.rest.length;
    this.more.textContent = `+${this.rest.length} more`;
    this.more.setAttribute("aria-label", `Add an option: ${this.rest.map((option) => option.name).join(", ")}`);
  }

  /** Offer the options that are not there yet. */
  offerMore() {
    if (this.rest.length === 1) {
      this.add(this.rest[0]).input.focus();
      return;
    }
    this.menu ??= this.makeMenu();
    this.menu.show(this.rest.map((option) => ({ option, content: optionContent(option) })));
    this.more.focus();
  }

  makeMenu() {
    /** @param {Row<{ option: CommandOption }>} row */
    const picked = ({ option }) => {
      menu.hide();
      this.add(option).input.focus();
    };
    const menu = new Listbox({ label: "Options", owner: this.more, picked });
    this.lists.append(menu.node);
    this.more.addEventListener("blur", () => menu.hide());
    return menu;
  }

  /**
   * Return the values so far, but not that of the option that the bot is asked about.
   * @param {Pill | FilePill | null} focused
   */
  values(focused = null) {
    /** @type {Values} */
    const values = {};
    for (const pill of this.pills) {
      if (pill !== focused && pill.value !== undefined) values[pill.option.name] = pill.value;
    }
    return values;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    if (this.menu?.open && this.keyInMenu(this.menu, event)) return;
    const pill = this.pills.find((one) => one.input === event.target);
    if (pill?.key(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && event.target !== this.more) this.submit();
    else if (event.key === "Escape") this.escape();
    else if (event.key === "Backspace" && !pill) this.leave(`/${this.entry.path}`);
    else if (event.target === this.row && this.rest.length) {
      if (!this.keyWithoutOptions(event)) return;
    } else return;
    event.preventDefault();
  }

  /**
   * Where all options can be left out, what is typed goes into the first of them; Tab offers all.
   * @param {KeyboardEvent} event
   */
  keyWithoutOptions(event) {
    if (event.key === "Tab" && !event.shiftKey) this.offerMore();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) this.begin(event.key);
    else return false;
    return true;
  }

  /** Leave an empty command; one that was begun is not lost to a key pressed once too often. */
  escape() {
    if (this.pills.every((pill) => !pill.input.value)) this.leave("");
  }

  /**
   * @param {Listbox<{ option: CommandOption }>} menu
   * @param {KeyboardEvent} event
   */
  keyInMenu(menu, event) {
    if (event.key === "ArrowDown") menu.move(1);
    else if (event.key === "ArrowUp") menu.move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && menu.current) menu.picked(menu.current);
    else if (event.key === "Escape") menu.hide();
    else return false;
    event.preventDefault();
    return true;
  }

  /**
   * Go on to the next pill, or to the options that could be added.
   * @param {Pill} pill
   */
  next(pill) {
    const following = this.pills[this.pills.indexOf(pill) + 1];
    if (following) following.input.focus();
  }

  submit() {
    const wrong = this.pills.find((pill) => pill.problem);
    if (wrong) {
      this.complain(`${wrong.option.name}: ${wrong.problem}`);
      wrong.node.classList.add("wrong");
      wrong.input.focus();
      return;
    }
    this.send(this.entry.path, this.values());
  }

  /** @param {string} words */
  complain(words) {
    this.problem.textContent = words;
    this.problem.hidden = !words;
  }
}

/** @param {CommandOption} option */
function optionContent({ name, description }) {
  return [el("span.option-name", {}, name), el("span.offer-about", {}, description)];
}
