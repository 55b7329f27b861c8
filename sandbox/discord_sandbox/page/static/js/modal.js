// Forms that the bot opens over the chat.

import { offersOf } from "./chat/select.js";
import { Refused } from "./connection.js";
import { byId, el, find, findAll, freshId } from "./dom.js";
import { FileInput } from "./files.js";
import { prose } from "./markdown/blocks.js";
import { state } from "./state.js";

/**
 * @import { Attributes, Checkbox, CheckboxGroup, Children, Component, Form, FormControl } from "./types.js"
 * @import { FileUpload, Offer, RadioGroup, SelectMenu, TextInput } from "./types.js"
 */
/** @import { PickedFile } from "./files.js" */
/** @typedef {string | string[] | boolean | PickedFile[] | null} Filled - what a field holds; null stands for nothing */
/** @typedef {Map<string, () => Filled>} Readers - of the fields, by custom_id */
/** @typedef {{ id: string, label: string, required: boolean }} FieldHead */
/** @typedef {{ node: HTMLElement, value: () => Filled }} Field */

const ROW = 1;
const STRING_SELECT = 3;
const TEXT_INPUT = 4;
const USER_SELECT = 5;
const ROLE_SELECT = 6;
const MENTIONABLE_SELECT = 7;
const CHANNEL_SELECT = 8;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const FILE_UPLOAD = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;
const PARAGRAPH = 2;
const LONGEST = 4000;

/**
 * Open a form; `submit(values)` sends it off and throws Refused.
 * @param {Form} form
 * @param {(values: Record<string, Filled>) => Promise<void>} submit
 */
export function openModal(form, submit) {
  /** @type {Readers} */
  const read = new Map();
  const title = freshId("form");
  const problem = el("p.problem", { role: "alert", hidden: true });
  const fields = form.components.map((component) => field(component, read));
  const cancel = el("button.button.link-like", { type: "button", onclick: () => dialog.close() }, "Cancel");
  const actions = el("footer", {}, cancel, el("button.button.primary", { type: "submit" }, "Submit"));
  const warning = el("p.hint", {}, `This form will be submitted to ${state.bot.username}.`);
  const node = el("form", {}, el("h2", { id: title }, form.title), warning, fields, problem, actions);
  const dialog = el("dialog.modal", { "aria-labelledby": title }, node);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const values = [...read].map(([id, value]) => /** @type {const} */ ([id, value()]));
      await submit(Object.fromEntries(values.filter(([, value]) => value !== null)));
      dialog.close();
    } catch (refused) {
      problem.textContent = refused.silent ? "Something went wrong. Try again." : refused.message;
      problem.hidden = false;
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    byId("message-box").focus();
  });
  byId("window").append(dialog);
  dialog.showModal();
  find(dialog, "input, textarea, select")?.focus();
}

/**
 * @param {Component} component
 * @param {Readers} read
 * @returns {Children}
 */
function field(component, read) {
  if (component.type === TEXT_DISPLAY) return prose(component.content);
  if (component.type === LABEL) return labelled(component.component, component.label, component.description, read);
  // In a form a row holds a single text input, which has its label itself.
  if (component.type === ROW) {
    const inputs = component.components.filter((child) => child.type === TEXT_INPUT);
    return inputs.map((input) => labelled(input, input.label ?? "", undefined, read));
  }
  return null;
}

/**
 * @param {FormControl} component
 * @param {string} label
 * @param {string | undefined} about
 * @param {Readers} read
 */
function labelled(component, label, about, read) {
  const id = freshId("field");
  const required = component.required ?? true;
  const made = control(component, { id, label, required });
  if (!made) return el("p.hint", {}, `${label}: this kind of field cannot be shown here.`);
  const { node, value } = made;
  read.set(component.custom_id, value);
  const star = required ? el("span.required", { "aria-hidden": "true" }, " *") : null;
  // A group of boxes has its name by itself: a label leads to one control.
  const name = node.matches("[role]") ? el("span.label", {}, label, star) : el("label", { for: id }, label, star);
  return el("div.field", {}, name, about ? el("p.hint", {}, about) : null, node);
}

/**
 * Return what one fills in; null for a kind that the page does not know.
 * @param {FormControl} component
 * @param {FieldHead} head
 * @returns {Field | null}
 */
function control(component, head) {
  switch (component.type) {
    case TEXT_INPUT:
      return textInput(component, head);
    case STRING_SELECT:
    case USER_SELECT:
    case ROLE_SELECT:
    case MENTIONABLE_SELECT:
    case CHANNEL_SELECT:
      return pickList(component, head);
    case FILE_UPLOAD:
      return files(component, head);
    case RADIO_GROUP:
      return radios(component, head);
    case CHECKBOX_GROUP:
      return checks(component, head);
    case CHECKBOX:
      return checkbox(component, head);
    default:
      return null;
  }
}

/**
 * @param {TextInput} component
 * @param {FieldHead} head
 */
function textInput(component, { id, required }) {
  const attributes = {
    id, required, placeholder: component.placeholder,
    minlength: component.min_length, maxlength: component.max_length ?? LONGEST,
  };
  const node =
    component.style === PARAGRAPH
      ? el("textarea", { ...attributes, rows: "4" }, component.value ?? "")
      : el("input", { ...attributes, type: "text", value: component.value });
  return { node, value: () => node.value };
}

/**
 * @param {FileUpload} component
 * @param {FieldHead} head
 */
function files(component, { id, label, required }) {
  const most = component.max_values ?? 1;
  const least = required ? component.min_values ?? 1 : 0;
  const input = new FileInput({ id, required, multiple: most > 1 });
  const value = () => {
    if (input.problem) throw new Refused(`${label}: ${input.problem}`);
    const count = input.files.length;
    if (count < least || count > most) throw new Refused(`${label}: pick ${least} to ${most} files.`);
    return input.files;
  };
  return { node: input.node, value };
}

/**
 * @param {SelectMenu} component
 * @param {FieldHead} head
 */
function pickList(component, head) {
  const offers = offersOf(component);
  if ((component.max_values ?? 1) > 1) return boxes(offers, component, head);
  const options = offers.map((offer) => el("option", { value: offer.value, selected: offer.selected }, offer.label));
  const empty = el("option", { value: "" }, component.placeholder ?? "Make a selection");
  const node = el("select", { id: head.id, required: head.required }, empty, options);
  return { node, value: () => (node.value ? [node.value] : []) };
}

/**
 * @param {Pick<Offer, "value" | "label" | "selected">[]} offers
 * @param {SelectMenu | CheckboxGroup} component
 * @param {FieldHead} head
 */
function boxes(offers, component, { id, label, required }) {
  const made = offers.map((offer) =>
    choice({ type: "checkbox", value: offer.value, checked: offer.selected }, offer.label),
  );
  const node = el("div.choices", { id, role: "group", "aria-label": label }, made);
  const least = required ? component.min_values ?? 1 : 0;
  const most = component.max_values ?? offers.length;
  const value = () => {
    const picked = ticked(node).map((box) => box.value);
    if (picked.length < least || picked.length > most) throw new Refused(`${label}: pick ${least} to ${most}.`);
    return picked;
  };
  return { node, value };
}

/**
 * @param {CheckboxGroup} component
 * @param {FieldHead} head
 */
function checks(component, head) {
  const offers = component.options.map((option) => ({ ...option, selected: Boolean(option.default) }));
  return boxes(offers, component, head);
}

/** @param {HTMLElement} node */
const ticked = (node) => /** @type {HTMLInputElement[]} */ (findAll(node, ":checked"));

/**
 * @param {Attributes} attributes
 * @param {string} name
 */
const choice = (attributes, name) => el("label.choice", {}, el("input", attributes), name);

/**
 * @param {RadioGroup} component
 * @param {FieldHead} head
 */
function radios(component, { id, label, required }) {
  const made = component.options.map((option) =>
    choice({ type: "radio", name: id, value: option.value, checked: option.default, required }, option.label),
  );
  const node = el("div.choices", { id, role: "radiogroup", "aria-label": label }, made);
  return { node, value: () => ticked(node)[0]?.value ?? null };
}

/**
 * @param {Checkbox} component
 * @param {FieldHead} head
 */
function checkbox(component, { id }) {
  const node = el("input", { id, type: "checkbox", checked: component.default });
  return { node, value: () => node.checked };
}
