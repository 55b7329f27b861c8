// A command being filled in: its name, and a pill for each option, all by keyboard.

import { el, freshId } from "../dom.js";
import { Listbox } from "../listbox.js";
import { choiceItems, isPicked, localChoices, typedValue } from "./choices.js";

const PAUSE = 150;

/** The command line of one command. `ask(options)` gives what the bot offers; `send(path, options)`, `leave(text)`. */
export class CommandLine {
  constructor(entry, { ask, send, leave }) {
    this.entry = entry;
    this.ask = ask;
    this.send = send;
    this.leave = leave;
    this.pills = [];
    this.asked = 0;
    this.lists = el("div");
    this.more = el("button.more", { type: "button", "aria-haspopup": "listbox", onclick: () => this.offerMore() });
    this.problem = el("p.problem", { role: "alert", hidden: true });
    this.row = el("div.command-row", {}, el("span.command-name", {}, `/${entry.path}`), this.more);
    this.node = el("div.command-line", { role: "group", "aria-label": `/${entry.path}: ${entry.about}` }, this.row, this.problem);
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

  add(option) {
    const pill = new Pill(option, this);
    this.pills.push(pill);
    this.row.insertBefore(pill.node, this.more);
    this.lists.append(pill.list.node);
    this.refreshMore();
    return pill;
  }

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
    this.menu.show(this.rest.map((option) => ({ option, content: [el("span.option-name", {}, option.name), el("span.offer-about", {}, option.description)] })));
    this.more.focus();
  }

  makeMenu() {
    const picked = ({ option }) => {
      menu.hide();
      this.add(option).input.focus();
    };
    const menu = new Listbox({ label: "Options", owner: this.more, picked });
    this.lists.append(menu.node);
    this.more.addEventListener("blur", () => menu.hide());
    return menu;
  }

  /** Give the values so far, with what is being typed last: that is what the bot is asked about. */
  values(focused = null) {
    const filled = this.pills.filter((pill) => pill !== focused && pill.value !== undefined);
    return Object.fromEntries(filled.map((pill) => [pill.option.name, pill.value]));
  }

  key(event) {
    if (event.isComposing) return;
    if (this.menu?.open && this.keyInMenu(event)) return;
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

  /** Where all options can be left out, what is typed goes into the first of them; Tab offers all. */
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

  keyInMenu(event) {
    if (event.key === "ArrowDown") this.menu.move(1);
    else if (event.key === "ArrowUp") this.menu.move(-1);
    else if (event.key === "Enter" || event.key === "Tab") this.menu.picked(this.menu.current);
    else if (event.key === "Escape") this.menu.hide();
    else return false;
    event.preventDefault();
    return true;
  }

  /** Go on to the next pill, or to the options that could be added. */
  next(pill) {
    const following = this.pills[this.pills.indexOf(pill) + 1];
    if (following) following.input.focus();
  }

  submit() {
    const missing = this.pills.find((pill) => pill.value === undefined && (pill.option.required || pill.input.value.trim()));
    if (missing) {
      const words = missing.input.value.trim() ? "Pick one of the values offered." : "This option is required. Specify a value.";
      this.complain(`${missing.option.name}: ${words}`);
      missing.node.classList.add("wrong");
      missing.input.focus();
      return;
    }
    this.send(this.entry.path, this.values());
  }

  complain(words) {
    this.problem.textContent = words;
    this.problem.hidden = !words;
  }
}

/** One option: its name and an input, with what it could be in a list above. */
class Pill {
  constructor(option, line) {
    this.option = option;
    this.line = line;
    this.chosen = undefined;
    const id = freshId("option");
    this.input = el("input", {
      id, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "none", spellcheck: "false", size: "1",
      "aria-autocomplete": "list", "aria-describedby": `${id}-about`, "aria-required": option.required ? "true" : null,
      maxlength: option.max_length ?? null, inputmode: option.type === 4 ? "numeric" : null,
      oninput: () => this.typed(), onfocus: () => this.suggest(), onblur: () => this.list.hide(),
    });
    this.list = new Listbox({ label: option.description, owner: this.input, picked: (item) => this.pick(item.choice) });
    this.node = el("span.pill", {}, el("label.pill-name", { for: id }, option.name), this.input, el("span.unseen", { id: `${id}-about` }, option.description));
    this.node.addEventListener("mousedown", (event) => {
      if (event.target === this.input) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  get value() {
    return this.chosen !== undefined ? this.chosen.value : typedValue(this.option, this.input.value);
  }

  type(text) {
    this.input.value = text;
    this.fit();
  }

  fit() {
    this.input.size = Math.max(this.input.value.length, 1);
    this.node.classList.remove("wrong");
  }

  typed() {
    this.chosen = undefined;
    this.fit();
    this.line.complain("");
    this.suggest();
  }

  /** Show what the option could be; the bot is asked once the typing pauses. */
  suggest() {
    clearTimeout(this.timer);
    if (!this.option.autocomplete) {
      this.show(localChoices(this.option, this.chosen ? "" : this.input.value));
      return;
    }
    this.timer = setTimeout(() => this.askBot(), this.list.open || this.input.value ? PAUSE : 0);
  }

  async askBot() {
    const asked = ++this.line.asked;
    if (!this.list.open) this.show([]);
    try {
      const choices = await this.line.ask(this.option, this.input.value);
      if (asked === this.line.asked && document.activeElement === this.input) this.show(choices.map(([name, value]) => ({ name, value })));
    } catch {
      if (asked === this.line.asked) this.list.show([...choiceItems(this.option, []), { heading: true, content: "Loading options failed" }]);
    }
  }

  show(choices) {
    if (document.activeElement !== this.input) return;
    const marksFirst = this.chosen === undefined && (isPicked(this.option) || this.input.value.trim() !== "");
    this.list.show(choiceItems(this.option, choices), { mark: marksFirst });
  }

  pick(choice) {
    this.chosen = choice;
    this.input.value = choice.name;
    this.fit();
    this.quiet();
    this.line.next(this);
  }

  /** Offer nothing, nor what the bot is being asked for now. */
  quiet() {
    this.list.hide();
    this.line.asked += 1;
    clearTimeout(this.timer);
  }

  /** Do what a key means here; tells whether it meant something. */
  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.list.open) this.suggest();
      else this.list.move(event.key === "ArrowDown" ? 1 : -1);
      return true;
    }
    const choice = this.list.open ? this.list.current?.choice : undefined;
    if (event.key === "Enter" && choice) {
      this.pick(choice);
      return true;
    }
    if (event.key === "Tab" && !event.shiftKey) return this.tab(choice);
    if (event.key === "Escape" && (this.list.open || this.input.value)) {
      this.quiet();
      return true;
    }
    if (event.key === "Backspace" && this.input.value === "") return this.backspace();
    return false;
  }

  tab(choice) {
    if (choice) {
      this.pick(choice);
      return true;
    }
    this.list.hide();
    const isLast = this.line.pills.at(-1) === this;
    if (isLast && this.line.rest.length && this.input.value) {
      this.line.offerMore();
      return true;
    }
    return false;
  }

  backspace() {
    if (this.option.required || this.line.pills.length === 1) this.line.leave(`/${this.line.entry.path}`);
    else this.line.drop(this);
    return true;
  }
}
