// Forms that the bot opens over the chat.

import { byId, el, freshId } from "./dom.js";
import { prose } from "./markdown/blocks.js";
import { offersOf } from "./chat/select.js";
import { state } from "./state.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const PARAGRAPH = 2;

/** Open a form; `submit(values)` sends it off and throws Refused. */
export function openModal(form, submit) {
  const read = new Map();
  const title = freshId("form");
  const problem = el("p.problem", { role: "alert", hidden: true });
  const fields = form.components.map((component) => field(component, read));
  const actions = el("footer", {}, el("button.button.link-like", { type: "button", onclick: () => dialog.close() }, "Cancel"), el("button.button.primary", { type: "submit" }, "Submit"));
  const warning = el("p.hint", {}, `This form will be submitted to ${state.bot.username}.`);
  const node = el("form", {}, el("h2", { id: title }, form.title), warning, fields, problem, actions);
  const dialog = el("dialog.modal", { "aria-labelledby": title }, node);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await submit(Object.fromEntries([...read].map(([id, value]) => [id, value()]).filter(([, value]) => value !== null)));
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
  dialog.querySelector("input, textarea, select")?.focus();
}

function field(component, read) {
  if (component.type === TEXT_DISPLAY) return prose(component.content);
  if (component.type === LABEL) return labelled(component.component, component.label, component.description, read);
  if (component.type === ROW) return component.components.map((child) => labelled(child, child.label, null, read));
  return null;
}

function labelled(component, label, about, read) {
  const id = freshId("field");
  const make = FIELDS[component.type];
  if (!make) return el("p.hint", {}, `${label}: this kind of field cannot be shown here.`);
  const required = component.required ?? true;
  const control = make(component, id, read, required);
  const name = el("label", { for: id }, label, required ? el("span.required", { "aria-hidden": "true" }, " *") : null);
  return el("div.field", {}, name, about ? el("p.hint", {}, about) : null, control);
}

function textInput(component, id, read, required) {
  const attributes = {
    id, required, placeholder: component.placeholder, minlength: component.min_length, maxlength: component.max_length ?? 4000,
  };
  const long = component.style === PARAGRAPH;
  const node = long ? el("textarea", { ...attributes, rows: "4" }, component.value ?? "") : el("input", { ...attributes, type: "text", value: component.value });
  read.set(component.custom_id, () => node.value);
  return node;
}

function pickList(component, id, read, required) {
  const many = (component.max_values ?? 1) > 1;
  const options = offersOf(component).map((offer) => el("option", { value: offer.value, selected: offer.selected }, offer.label));
  const empty = many ? [] : [el("option", { value: "" }, component.placeholder ?? "Make a selection")];
  const node = el("select", { id, required, multiple: many }, empty, options);
  read.set(component.custom_id, () => [...node.selectedOptions].map((option) => option.value).filter(Boolean));
  return node;
}

function radios(component, id, read, required) {
  const node = el("div", { id, role: "radiogroup" }, component.options.map((option) => el("label.choice", {}, el("input", { type: "radio", name: id, value: option.value, checked: option.default, required }), option.label)));
  read.set(component.custom_id, () => node.querySelector(":checked")?.value ?? null);
  return node;
}

function checks(component, id, read) {
  const node = el("div", { id, role: "group" }, component.options.map((option) => el("label.choice", {}, el("input", { type: "checkbox", value: option.value, checked: option.default }), option.label)));
  read.set(component.custom_id, () => [...node.querySelectorAll(":checked")].map((one) => one.value));
  return node;
}

function checkbox(component, id, read) {
  const node = el("input", { id, type: "checkbox", checked: component.default });
  read.set(component.custom_id, () => node.checked);
  return node;
}

const FIELDS = {
  [TEXT_INPUT]: textInput,
  3: pickList,
  5: pickList,
  6: pickList,
  7: pickList,
  8: pickList,
  21: radios,
  22: checks,
  23: checkbox,
};
