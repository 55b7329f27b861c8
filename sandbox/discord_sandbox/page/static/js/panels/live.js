// Panels that are drawn anew while they are open.

import { on } from "../state.js";

/**
 * Draw now, and again whenever one of the topics changes, until `node` is gone.
 * @param {HTMLElement} node
 * @param {string} topics
 * @param {() => void} draw
 */
export function live(node, topics, draw) {
  draw();
  on(topics, () => node.isConnected && draw());
}
