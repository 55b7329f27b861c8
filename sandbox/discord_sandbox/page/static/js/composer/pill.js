// One option of a command: its name and an input, with what it could be in a list above.

import { el, freshId } from "../dom.js";
import { Listbox } from "../listbox.js";
import { choiceItems, isPicked, localChoices, typedValue } from "./choices.js";

/** @import { Choice, CommandOption, Row } from "../types.js" */
/** @import { CommandLine } from "./command_line.js" */

// Milliseconds without a key before the bot is asked.
const PAUSE = 150;
const NOTHING_FITS = "No options match.";

/** An option being filled in, in the command line `line`. */
export class Pill {
  /**
   * @param {CommandOption} option
   * @param {CommandLine} line
   */
  constructor(option, line) {
    this.option = option;
    this.line = line;
    /** @type {Choice | undefined} */
    this.chosen = undefined;
    const id = freshId("option");
    this.input = el("input", {
      id, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "none", spellcheck: "false", size: "1",
      "aria-autocomplete": "list", "aria-describedby": `${id}-about`, "aria-required": option.required ? "true" : null,
      maxlength: option.max_length ?? null, inputmode: option.type === 4 ? "numeric" : null,
      oninput: () => this.typed(), onfocus: () => this.suggest(), onblur: () => this.list.hide(),
    });
    /** @param {Row<{ choice: Choice }>} row */
    const picked = (row) => this.pick(row.choice);
    this.list = new Listbox({ label: option.description, owner: this.input, picked });
    const name = el("label.pill-name", { for: id }, option.name);
    const about = el("span.unseen", { id: `${id}-about` }, option.description);
    this.node = el("span.pill", {}, name, this.input, about);
    this.node.addEventListener("mousedown", (event) => {
      if (event.target === this.input) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  get value() {
    return this.chosen !== undefined ? this.chosen.value : typedValue(this.option, this.input.value);
  }

  /** What is wrong with it as it stands; null when nothing is. */
  get problem() {
    if (this.value !== undefined) return null;
    if (this.input.value.trim()) return "Pick one of the values offered.";
    return this.option.required ? "This option is required. Specify a value." : null;
  }

  /** @param {string} text */
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
      const empty = isPicked(this.option) ? NOTHING_FITS : "";
      this.show(localChoices(this.option, this.chosen ? "" : this.input.value), { empty });
      return;
    }
    this.timer = setTimeout(() => this.askBot(), this.list.open || this.input.value ? PAUSE : 0);
  }

  async askBot() {
    const asked = ++this.line.asked;
    if (!this.list.open) this.show([]);
    try {
      const choices = await this.line.ask(this.option, this.input.value);
      const offered = choices.map(([name, value]) => ({ name, value }));
      if (asked === this.line.asked) this.show(offered, { empty: NOTHING_FITS });
    } catch {
      if (asked === this.line.asked) this.show([], { empty: "Loading options failed" });
    }
  }

  /**
   * Show choices, or where there are none what to say of that.
   * @param {Choice[]} choices
   */
  show(choices, { empty = "" } = {}) {
    if (document.activeElement !== this.input) return;
    const marksFirst = this.chosen === undefined && (isPicked(this.option) || this.input.value.trim() !== "");
    const items = choiceItems(this.option, choices);
    if (!choices.length && empty) items.push({ heading: true, content: empty });
    this.list.show(items, { mark: marksFirst });
  }

  /** @param {Choice} choice */
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

  /**
   * Do what a key means here; tells whether it meant something.
   * @param {KeyboardEvent} event
   */
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

  /** @param {Choice | undefined} choice */
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
