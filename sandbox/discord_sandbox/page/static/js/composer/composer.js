// Where one writes: a message, or after a slash a command.

import { byId, el, icon } from "../dom.js";
import { Listbox } from "../listbox.js";
import { channelOf, nameOf, on, state } from "../state.js";
import { CommandLine } from "./command_line.js";
import { fitting, named, pathItems, pathsOf } from "./commands.js";
import { insertMention, mentionBefore, peopleFitting, peopleItems, withMentions } from "./mentions.js";

/** @import { CommandOption, CommandPath, Member, Message, Request, Row } from "../types.js" */
/** @import { Values } from "./command_line.js" */
/** @typedef {Row<{ entry: CommandPath } | { person: Member }>} Suggestion */

const LONGEST = 2000;
const WARN_AT = 1800;
const LONGEST_NAME = 20;

/**
 * Shorten a name to what fits on a phone: a placeholder that is too long is cut without a sign of it.
 * @param {string} name
 */
const shortened = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

/** The composer. `request` asks the sandbox; `expect(interaction, path)` is told of each command that was sent. */
export class Composer {
  /** @param {{ request: Request, expect: (interaction: string, path: string) => void }} how */
  constructor({ request, expect }) {
    this.request = request;
    this.expect = expect;
    /** @type {CommandPath[]} */
    this.paths = [];
    /** @type {Message | null} */
    this.replyTo = null;
    /** @type {CommandLine | null} */
    this.line = null;
    this.channel = "";
    this.form = byId("composer");
    this.textarea = el("textarea", {
      rows: "1", id: "message-box", "aria-autocomplete": "list", autocomplete: "off", enterkeyhint: "send",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onblur: () => this.list.hide(),
    });
    /** @param {Suggestion} row */
    const picked = (row) => this.pick(row);
    this.list = new Listbox({ label: "Suggestions", owner: this.textarea, picked });
    this.above = el("div.above", {}, this.list.node);
    this.reply = el("div.replying", { hidden: true });
    const begin = { type: "button", "aria-label": "Commands", title: "Commands", onclick: () => this.beginCommand() };
    this.slash = el("button.slash-button", begin, "/");
    this.send = el("button.send", { type: "submit", "aria-label": "Send", title: "Send" }, icon("send"));
    this.count = el("span.count", { "aria-live": "polite", hidden: true });
    this.bar = el("div.bar", {}, this.slash, this.textarea, this.count, this.send);
    this.problem = el("p.problem", { role: "alert", hidden: true });
    this.form.append(this.above, this.reply, this.bar, this.problem);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.line) this.line.submit();
      else this.say();
    });
    // What is out of sight or gets another width has another height; what stands above is as wide and never grows.
    new ResizeObserver(() => this.grow()).observe(this.above);
    on("place", () => this.moved());
    on("world", () => this.place());
  }

  /** Say where one writes. */
  place() {
    const channel = channelOf(state.place.channel);
    if (!channel) return;
    /** @param {string} name */
    const open = (name) => `Message ${channel.direct ? "@" : "#"}${name}`;
    const closed = "You cannot write here.";
    this.textarea.placeholder = channel.writable ? open(shortened(channel.name)) : closed;
    this.textarea.setAttribute("aria-label", channel.writable ? open(channel.name) : closed);
    this.textarea.disabled = !channel.writable;
    this.grow();
  }

  moved() {
    // After a lost connection one is where one was: what was begun stays.
    if (this.channel !== state.place.channel) {
      this.channel = state.place.channel;
      this.leaveCommand("");
      this.answer(null);
    }
    this.place();
    this.loadCommands();
  }

  async loadCommands() {
    const channel = state.place.channel;
    const { commands } = await this.request("commands", { channel });
    if (channel === state.place.channel) this.paths = pathsOf(commands);
  }

  focus() {
    if (this.line) this.line.begin();
    else this.textarea.focus();
  }

  /**
   * Begin to answer a message; null takes it back.
   * @param {Message | null} message
   */
  answer(message) {
    this.replyTo = message;
    this.reply.hidden = !message;
    if (!message) return;
    const attributes = { type: "button", "aria-label": "Do not reply", onclick: () => this.answer(null) };
    const stop = el("button.linkish", attributes, icon("close"));
    this.reply.replaceChildren(el("span", {}, "Replying to ", el("strong", {}, nameOf(message.author.id))), stop);
    this.focus();
  }

  typed() {
    this.complain("");
    this.grow();
    const { value } = this.textarea;
    const found = value.startsWith("/") ? named(this.paths, value) : null;
    if (found) this.beginLine(found.entry, found.rest);
    else if (value.startsWith("/")) this.offerCommands(value.slice(1));
    else this.offerPeople();
  }

  grow() {
    this.textarea.style.setProperty("height", "auto");
    const { scrollHeight } = this.textarea;
    if (scrollHeight) this.textarea.style.setProperty("height", `${scrollHeight}px`);
    const { length } = this.textarea.value;
    this.count.hidden = length < WARN_AT;
    this.count.textContent = String(LONGEST - length);
  }

  /** @param {string} typed */
  async offerCommands(typed) {
    const shown = fitting(this.paths, typed);
    if (shown.length) this.list.show(pathItems(shown));
    else this.list.hide();
    // Commands come and go with the bot and with who one is.
    const before = this.paths;
    if (typed === "") await this.loadCommands();
    const isNew = before.length !== this.paths.length && this.textarea.value === "/";
    if (isNew) this.list.show(pathItems(fitting(this.paths, "")));
  }

  offerPeople() {
    const typed = mentionBefore(this.textarea);
    const people = typed === null ? [] : peopleFitting(typed);
    if (people.length) this.list.show(peopleItems(people));
    else this.list.hide();
  }

  /** @param {Suggestion} item */
  pick(item) {
    if ("entry" in item) this.beginLine(item.entry);
    else {
      insertMention(this.textarea, item.person);
      this.list.hide();
      this.textarea.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    if (this.list.open && this.keyInList(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.say();
    } else if (event.key === "Escape" && this.replyTo) this.answer(null);
  }

  /** @param {KeyboardEvent} event */
  keyInList(event) {
    if (event.key === "ArrowDown") this.list.move(1);
    else if (event.key === "ArrowUp") this.list.move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.list.current) this.pick(this.list.current);
    else if (event.key === "Escape") this.list.hide();
    else return false;
    return true;
  }

  beginCommand() {
    this.leaveCommand("/");
    this.typed();
  }

  /** @param {CommandPath} entry */
  beginLine(entry, text = "") {
    this.list.hide();
    this.line = new CommandLine(entry, {
      ask: (option, typed) => this.ask(entry, option, typed),
      send: (path, options) => this.use(path, options),
      leave: (left) => {
        this.leaveCommand(left);
        this.textarea.focus();
        if (left) this.typed();
      },
    });
    this.textarea.hidden = true;
    this.bar.insertBefore(this.line.node, this.textarea);
    this.above.append(this.line.lists);
    this.line.begin(text);
  }

  /** @param {string} text */
  leaveCommand(text) {
    this.line?.node.remove();
    this.line?.lists.remove();
    this.line = null;
    this.textarea.hidden = false;
    this.textarea.value = text;
    this.list.hide();
    this.grow();
    this.complain("");
    if (text) this.textarea.focus();
  }

  /**
   * @param {CommandPath} entry
   * @param {CommandOption} option
   * @param {string} typed
   */
  async ask(entry, option, typed) {
    const pill = this.line?.pills.find((one) => one.option === option);
    const options = { ...this.line?.values(pill), [option.name]: typed };
    const asked = { channel: state.place.channel, command: entry.path, options };
    return (await this.request("autocomplete", asked)).choices;
  }

  /**
   * @param {string} path
   * @param {Values} options
   */
  async use(path, options) {
    const line = this.line;
    try {
      const { interaction } = await this.request("slash", { channel: state.place.channel, command: path, options });
      this.leaveCommand("");
      this.textarea.focus();
      this.expect(interaction, path);
    } catch (refused) {
      line?.complain(refused.message);
    }
  }

  async say() {
    const text = withMentions(this.textarea.value.trim());
    if (!text) return;
    if (text.length > LONGEST) {
      this.complain(`Your message is too long: it has ${text.length} of ${LONGEST} characters.`);
      return;
    }
    const written = this.textarea.value;
    this.leaveCommand("");
    const reply = this.replyTo ? { reply_to: this.replyTo.id } : {};
    this.answer(null);
    try {
      await this.request("say", { channel: state.place.channel, text, ...reply });
    } catch (refused) {
      this.textarea.value = written;
      this.grow();
      this.complain(refused.message);
    }
  }

  /** @param {string} words */
  complain(words) {
    this.problem.textContent = words;
    this.problem.hidden = !words;
  }
}
