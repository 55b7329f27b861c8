// An option of a command that is a file: its name and the button that picks one.

import { el, freshId } from "../dom.js";
import { FileInput } from "../files.js";

/** @import { CommandOption } from "../types.js" */
/** @import { CommandLine } from "./command_line.js" */

/** A file being picked, in the command line `line`; used as a Pill is. */
export class FilePill {
  /**
   * @param {CommandOption} option
   * @param {CommandLine} line
   */
  constructor(option, line) {
    this.option = option;
    this.line = line;
    const id = freshId("option");
    this.file = new FileInput({ id, changed: () => this.changed() });
    this.input = this.file.node;
    this.input.setAttribute("aria-description", option.description);
    this.list = { node: el("div") };
    this.node = el("span.pill", {}, el("label.pill-name", { for: id }, option.name), this.input);
  }

  get value() {
    return this.file.files[0];
  }

  /** What is wrong with it as it stands; null when nothing is. */
  get problem() {
    if (this.file.problem) return this.file.problem;
    return this.option.required && !this.value ? "This option is required. Pick a file." : null;
  }

  /** Nothing can be typed into it. */
  type() {}

  changed() {
    this.node.classList.remove("wrong");
    this.line.complain("");
  }

  /**
   * Do what a key means here; tells whether it meant something.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (event.key !== "Backspace") return false;
    if (this.option.required || this.line.pills.length === 1) this.line.leave(`/${this.line.entry.path}`);
    else this.line.drop(this);
    return true;
  }
}
