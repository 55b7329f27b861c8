// Files that are picked on this machine, read so that they can be sent.

import { el } from "./dom.js";

/** @typedef {{ name: string, type: string, data: string }} PickedFile - its bytes in base64 */

// What members may upload, in bytes; the sandbox refuses more as well.
const MOST = 10 * 1024 * 1024;

/** An input for files; `changed()` is called when they have been picked, and when they have been read. */
export class FileInput {
  /**
   * @param {{ id: string, multiple?: boolean, required?: boolean, changed?: () => void }} how
   */
  constructor({ id, multiple = false, required = false, changed = () => {} }) {
    this.changed = changed;
    this.reading = 0;
    this.problem = "";
    /** @type {PickedFile[]} */
    this.files = [];
    this.node = el("input", { id, type: "file", multiple, required, onchange: () => this.read() });
  }

  async read() {
    const reading = ++this.reading;
    const picked = [...(this.node.files ?? [])];
    const large = picked.find((file) => file.size > MOST);
    this.files = [];
    this.problem = large ? `${large.name} is too large: at most 10 MiB.` : picked.length ? "Still reading…" : "";
    this.changed();
    if (large || !picked.length) return;
    try {
      const files = await Promise.all(picked.map(readFile));
      if (reading !== this.reading) return;
      this.files = files;
      this.problem = "";
    } catch {
      this.problem = "The file cannot be read. Pick it again.";
    }
    this.changed();
  }
}

/**
 * @param {File} file
 * @returns {Promise<PickedFile>}
 */
function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => {
      const url = /** @type {string} */ (reader.result);
      resolve({ name: file.name, type: file.type, data: url.slice(url.indexOf(",") + 1) });
    };
    reader.readAsDataURL(file);
  });
}
