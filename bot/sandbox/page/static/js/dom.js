// Makes elements. What people wrote only ever becomes text nodes: nothing here reads markup.

/** Make an element: el("button.primary", {type: "button", onclick: press}, "Press"). */
export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
  else if (name === "data") Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** Take an element that the page begins with. */
export const byId = (id) => document.getElementById(id);

let made = 0;

/** Give an id that no other element has. */
export const freshId = (prefix) => `${prefix}-${++made}`;

const SHAPES = {
  hash: "M9 3 7.6 21M16.4 3 15 21M4 8.5h17M3 15.500h17",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.200l3.400 2",
  bolt: "M13.500 2.500 5 13.500h6l-1 8 9-11.500h-6.500z",
  people: "M9 11.500a3.600 3.600 0 1 0 0-7.200 3.600 3.600 0 0 0 0 7.200M2.500 19.500c.3-3.600 3-5.600 6.500-5.600s6.200 2 6.500 5.600M16 4.500a3.400 3.400 0 0 1 0 6.700M17.800 14.200c2.300.7 3.600 2.500 3.800 5.300",
  sun: "M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9M12 1.800v2.400M12 19.800v2.400M4.200 4.200 6 6M18 18l1.800 1.800M1.800 12h2.400M19.800 12h2.400M4.200 19.800 6 18M18 6l1.800-1.800",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  back: "M15 4.500 7.500 12l7.500 7.500",
  close: "M5.500 5.500l13 13M18.500 5.500l-13 13",
  send: "M3.500 4 21 12 3.500 20l2.300-8zM5.800 12H12",
  reply: "M9.500 6 4 11.500 9.500 17M4.500 11.500H14c3.500 0 5.500 2 6 6",
  eye: "M2 12s3.600-6.500 10-6.500S22 12 22 12s-3.600 6.500-10 6.500S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  down: "M5.500 9l6.500 6.500L18.500 9",
  link: "M14 4h6v6M20 4l-9 9M18 14v5.500H4.500V6H10",
  check: "M4.500 12.500l5 5L19.500 7",
  phone: "M7.500 2.500h9a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 6 20V4a1.500 1.500 0 0 1 1.500-1.500zM10.500 18.500h3",
  file: "M6 2.500h8l4.500 4.500v14H6zM14 2.500V7h4.500",
  at: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M16 8v5.500c0 3.500 5 3 5-1.500a9 9 0 1 0-3.800 7.300",
};

/** Draw a small picture that says nothing by itself. */
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
