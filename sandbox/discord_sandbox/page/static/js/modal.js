// Forms that the bot opens over the chat.

import { offersOf } from "./chat/select.js";
import { Refused } from "./connection.js";
import { byId, el, find, findAll, freshId } from "./dom.js";
import { prose } from "./markdown/blocks.js";
import { state } from "./state.js";

/** @import { Component } from "./types.js" */

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const PARAGRAPH = 2;
const LONGEST = 4000;

/** Open a form; `submit(values)` sends it off and throws Refused. */
export function openModal(form, submit) {
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
      const values = [...read].map(([id, value]) => [id, value()]);
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
 * @param {Map<string, () => any>} read
 */
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
  const { node, value } = make(component, { id, label, required });
  read.set(component.custom_id, value);
  const star = required ? el("span.required", { "aria-hidden": "true" }, " *") : null;
  // A group of boxes has its name by itself: a label leads to one control.
  const name = node.matches("[role]") ? el("span.label", {}, label, star) : el("label", { for: id }, label, star);
  return el("div.field", {}, name, about ? el("p.hint", {}, about) : null, node);
}

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
 * @param {Component} component
 * @param {any} field
 */
function pickList(component, field) {
  const offers = offersOf(component);
  if ((component.max_values ?? 1) > 1) return boxes(offers, component, field);
  const options = offers.map((offer) => el("option", { value: offer.value, selected: offer.selected }, offer.label));
  const empty = el("option", { value: "" }, component.placeholder ?? "Make a selection");
  const node = el("select", { id: field.id, required: field.required }, empty, options);
  return { node, value: () => (node.value ? [node.value] : []) };
}

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
 * @param {Component} component
 * @param {any} field
 */
function checks(component, field) {
  const offers = component.options.map((option) => ({ ...option, selected: option.default }));
  return boxes(offers, component, field);
}

const ticked = (node) => /** @type {HTMLInputElement[]} */ (findAll(node, ":checked"));

const choice = (attributes, name) => el("label.choice", {}, el("input", attributes), name);

function radios(component, { id, label, required }) {
  const made = component.options.map((option) =>
    choice({ type: "radio", name: id, value: option.value, checked: option.default, required }, option.label),
  );
  const node = el("div.choices", { id, role: "radiogroup", "aria-label": label }, made);
  return { node, value: () => ticked(node)[0]?.value ?? null };
}

function checkbox(component, { id }) {
  const node = el("input", { id, type: "checkbox", checked: component.default });
  return { node, value: () => node.checked };
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
