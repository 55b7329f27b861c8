// Makes elements. What people wrote only ever becomes text nodes: nothing here reads markup.

/** @import { Attributes, Children, ElementOf } from "./types.js" */


/**
 * Make an element: el("button.primary", {type: "button", onclick: press}, "Press").
 * @template {string} S
 * @param {S} spec
 * @param {Attributes} attributes
 * @param {Children[]} children
 * @returns {ElementOf<S>}
 */
export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...flat(children));
  return /** @type {ElementOf<S>} */ (node);
}

/**
 * Return what is there to append, however deep it lies.
 * @param {Children} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  if (Array.isArray(children)) return children.flatMap(flat);
  if (children === null || children === undefined || children === false) return [];
  return [typeof children === "number" ? String(children) : children];
}

/**
 * @param {HTMLElement} node
 * @param {string} name
 * @param {Attributes[string]} value
 */
function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  else if (typeof value !== "object") node.setAttribute(name, value === true ? "" : String(value));
  else if (name === "data") Object.assign(node.dataset, value);
  else for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text ?? null);
}

/**
 * Take an element that the page begins with.
 * @param {string} id
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/**
 * Return the first element below a node that a selector fits.
 * @param {ParentNode | null | undefined} node
 * @param {string} selector
 */
export const find = (node, selector) => /** @type {HTMLElement | null} */ (node?.querySelector(selector) ?? null);

/**
 * Return all elements below a node that a selector fits.
 * @param {ParentNode} node
 * @param {string} selector
 */
export const findAll = (node, selector) => /** @type {HTMLElement[]} */ ([...node.querySelectorAll(selector)]);

/** Return the element that has the focus. */
export const focusedElement = () => /** @type {HTMLElement} */ (document.activeElement ?? document.body);

let made = 0;

/**
 * Return an id that no other element has.
 * @param {string} prefix
 */
export const freshId = (prefix) => `${prefix}-${++made}`;

const SHAPES = {
  hash: "M9 3 7.6 21M16.4 3 15 21M4 8.5h17M3 15.500h17",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.200l3.4 2",
  bolt: "M13.5 2.5 5 13.500h6l-1 8 9-11.500h-6.500z",
  people:
    "M9 11.500a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.200" +
    "M2.5 19.500c.3-3.6 3-5.6 6.5-5.600s6.2 2 6.5 5.600M16 4.500a3.4 3.4 0 0 1 0 6.700" +
    "M17.8 14.200c2.3.7 3.6 2.5 3.8 5.3",
  sun:
    "M12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12 1.800v2.400M12 19.800v2.400M4.2 4.2 6 6" +
    "M18 18l1.8 1.800M1.8 12h2.400M19.8 12h2.400M4.2 19.8 6 18M18 6l1.8-1.8",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z",
  back: "M15 4.5 7.5 12l7.5 7.5",
  close: "M5.5 5.500l13 13M18.5 5.500l-13 13",
  send: "M3.5 4 21 12 3.5 20l2.3-8zM5.8 12H12",
  reply: "M9.5 6 4 11.5 9.5 17M4.5 11.500H14c3.5 0 5.5 2 6 6",
  eye: "M2 12s3.6-6.5 10-6.500S22 12 22 12s-3.6 6.5-10 6.500S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  down: "M5.5 9l6.5 6.500L18.5 9",
  link: "M14 4h6v6M20 4l-9 9M18 14v5.500H4.500V6H10",
  check: "M4.5 12.500l5 5L19.5 7",
  phone:
    "" +
    "M7.5 2.500h9a1.5 1.5 0 0 1 1.5 1.500v16a1.5 1.5 0 0 1-1.5 1.500h-9A1.5 1.5 0 0 1 6 20V4a1.5 1.5 0 0 1 1.5-1.500z" +
    "M10.5 18.500h3",
  file: "M6 2.500h8l4.5 4.500v14H6zM14 2.500V7h4.5",
  at: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M16 8v5.500c0 3.5 5 3 5-1.500a9 9 0 1 0-3.8 7.3",
};

/**
 * Draw a small picture that says nothing by itself.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
