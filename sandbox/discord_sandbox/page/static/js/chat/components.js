// What can be pressed and picked under a message, and the parts that Components V2 messages are made of.

import { el, icon } from "../dom.js";
import { prose } from "../markdown/blocks.js";
import { attachmentElement, picture } from "./attachments.js";
import { selectElement } from "./select.js";

/** @import { Component } from "../types.js" */

const ROW = 1;
const BUTTON = 2;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

/**
 * Return the elements of a message's components. `use(verb, fields)` does something with one, and throws Refused.
 * @param {Component[]} components
 * @param {any} use
 */
export function componentElements(components, use) {
  return components.map((component) => MADE[component.type]?.(component, use) ?? null);
}

/** Return a colour as CSS writes it. */
export const colour = (number) => `#${number.toString(16).padStart(6, "0")}`;

/** Say an emoji: the picture itself, or the name of one that only Discord has. */
export function emojiText(emoji) {
  if (!emoji) return "";
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

/**
 * @param {Component} component
 * @param {any} use
 */
function button(component, use) {
  const { label, disabled, custom_id: customId, url } = component;
  const silent = { "aria-hidden": label ? "true" : null };
  const emoji = component.emoji ? el("span.emoji", silent, emojiText(component.emoji)) : null;
  const content = [emoji, label ? el("span", {}, label) : null];
  const style = STYLES[component.style] ?? "secondary";
  if (/^https?:/u.test(url ?? "")) {
    return el(`a.button.${style}`, { href: url, target: "_blank", rel: "noopener noreferrer" }, content, icon("link"));
  }
  const node = el(`button.button.${style}`, { type: "button", disabled, data: { customId } }, content);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy")) return;
    node.setAttribute("aria-busy", "true");
    await use("press", { custom_id: customId });
    node.removeAttribute("aria-busy");
  });
  return node;
}

/**
 * @param {Component} component
 * @param {any} use
 */
function section(component, use) {
  const accessory = MADE[component.accessory.type]?.(component.accessory, use);
  return el("div.section", {}, el("div", {}, componentElements(component.components, use)), accessory);
}

/**
 * @param {Component} component
 * @param {any} use
 */
function container(component, use) {
  const node = el("div.container", {}, componentElements(component.components, use));
  if (component.accent_color) node.style.setProperty("--accent", colour(component.accent_color));
  return node;
}

/** @param {Component} component */
function separator(component) {
  const size = component.spacing === 2 ? "wide" : "close";
  return el(`div.separator.${size}`, { role: "separator", data: { line: String(component.divider ?? true) } });
}

/**
 * @param {Component} component
 * @param {any} use
 */
function select(component, use) {
  return selectElement(component, (values) => use("choose", { custom_id: component.custom_id, values }));
}

function file({ file: { url }, name, size }) {
  return attachmentElement({ url, filename: name ?? url.split("/").at(-1), size: size ?? 0 });
}

const media = (item) => picture(item.media.url, item.description ?? "", "attached");

const MADE = {
  [ROW]: (row, use) => el("div.row", {}, componentElements(row.components, use)),
  [BUTTON]: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (text) => prose(text.content),
  11: (thumbnail) => picture(thumbnail.media.url, thumbnail.description ?? "", "thumbnail"),
  12: (gallery) => el("div.gallery", {}, gallery.items.map(media)),
  13: file,
  14: separator,
  17: container,
};
