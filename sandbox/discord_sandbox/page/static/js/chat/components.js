// What can be pressed and picked under a message, and the parts that Components V2 messages are made of.

import { el, icon } from "../dom.js";
import { prose } from "../markdown/blocks.js";
import { attachmentElement, picture } from "./attachments.js";
import { selectElement } from "./select.js";

/**
 * @import { Button, Child, Children, Component, Container, Emoji, FileComponent } from "../types.js"
 * @import { MediaItem, Section, SelectMenu, Separator, Use } from "../types.js"
 */

const ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const USER_SELECT = 5;
const ROLE_SELECT = 6;
const MENTIONABLE_SELECT = 7;
const CHANNEL_SELECT = 8;
const SECTION = 9;
const TEXT_DISPLAY = 10;
const THUMBNAIL = 11;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;
const STYLES = new Map([[1, "primary"], [2, "secondary"], [3, "success"], [4, "danger"], [5, "link"]]);

/**
 * Return the elements of a message's components. `use(verb, fields)` does something with one.
 * @param {Component[]} components
 * @param {Use} use
 * @returns {Children}
 */
export const componentElements = (components, use) => components.map((component) => element(component, use));

/**
 * Return the element of a component; null for a kind that the page does not know.
 * @param {Component} component
 * @param {Use} use
 * @returns {Child}
 */
function element(component, use) {
  switch (component.type) {
    case ROW:
      return el("div.row", {}, componentElements(component.components, use));
    case BUTTON:
      return button(component, use);
    case STRING_SELECT:
    case USER_SELECT:
    case ROLE_SELECT:
    case MENTIONABLE_SELECT:
    case CHANNEL_SELECT:
      return select(component, use);
    case SECTION:
      return section(component, use);
    case TEXT_DISPLAY:
      return prose(component.content);
    case THUMBNAIL:
      return picture(component.media.url, component.description ?? "", "thumbnail");
    case GALLERY:
      return el("div.gallery", {}, component.items.map(media));
    case FILE:
      return file(component);
    case SEPARATOR:
      return separator(component);
    case CONTAINER:
      return container(component, use);
    default:
      return null;
  }
}

/**
 * Return a colour as CSS writes it.
 * @param {number} number
 */
export const colour = (number) => `#${number.toString(16).padStart(6, "0")}`;

/**
 * Say an emoji: the picture itself, or the name of one that only Discord has.
 * @param {Emoji | null | undefined} emoji
 */
export function emojiText(emoji) {
  if (!emoji) return "";
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

/**
 * @param {Button} component
 * @param {Use} use
 */
function button(component, use) {
  const { label, disabled, custom_id: customId, url } = component;
  const silent = { "aria-hidden": label ? "true" : null };
  const emoji = component.emoji ? el("span.emoji", silent, emojiText(component.emoji)) : null;
  const content = [emoji, label ? el("span", {}, label) : null];
  const style = STYLES.get(component.style) ?? "secondary";
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
 * @param {Section} component
 * @param {Use} use
 */
function section(component, use) {
  const accessory = element(component.accessory, use);
  return el("div.section", {}, el("div", {}, componentElements(component.components, use)), accessory);
}

/**
 * @param {Container} component
 * @param {Use} use
 */
function container(component, use) {
  const node = el("div.container", {}, componentElements(component.components, use));
  if (component.accent_color) node.style.setProperty("--accent", colour(component.accent_color));
  return node;
}

/** @param {Separator} component */
function separator(component) {
  const size = component.spacing === 2 ? "wide" : "close";
  return el(`div.separator.${size}`, { role: "separator", data: { line: String(component.divider ?? true) } });
}

/**
 * @param {SelectMenu} component
 * @param {Use} use
 */
function select(component, use) {
  return selectElement(component, (values) => use("choose", { custom_id: component.custom_id, values }));
}

/** @param {FileComponent} component */
function file({ file: { url }, name, size }) {
  return attachmentElement({ url, filename: name ?? url.slice(url.lastIndexOf("/") + 1), size: size ?? 0 });
}

/** @param {MediaItem} item */
const media = (item) => picture(item.media.url, item.description ?? "", "attached");
