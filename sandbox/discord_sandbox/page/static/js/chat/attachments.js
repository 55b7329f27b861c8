// Files that came with a message, and pictures anywhere.

import { el, icon } from "../dom.js";
import { link } from "../markdown/inline.js";

/** @import { Attachment } from "../types.js" */

const SIZES = ["bytes", "KB", "MB"];

/**
 * Return the element of an attachment: a picture, or a file to open.
 * @param {Attachment} file
 */
export function attachmentElement(file) {
  const address = ours(file.url);
  if (file.content_type?.startsWith("image/")) {
    const shown = picture(file.url, file.description ?? file.filename, "attached");
    return address ? el("a.picture", { href: address, target: "_blank", rel: "noopener" }, shown) : shown;
  }
  const attributes = { href: address, target: "_blank", rel: "noopener", download: file.filename };
  const name = address ? el("a", attributes, file.filename) : file.filename;
  return el("div.file", {}, icon("file"), el("div", {}, name, el("div.faint", {}, size(file.size))));
}

/**
 * Return a picture that lies in the sandbox; one from elsewhere is not loaded, only linked.
 * @param {string} url
 * @param {string} words
 * @param {string} className
 */
export function picture(url, words, className) {
  const address = ours(url);
  if (address) return el(`img.${className}`, { src: address, alt: words, loading: "lazy" });
  if (!/^https?:\/\//u.test(url)) return el("span.elsewhere", {}, "picture");
  return el(`div.elsewhere.${className}`, {}, icon("link"), link(url, [words || "Picture elsewhere"]));
}

/**
 * Return the page's own address of an uploaded file; null for what lies elsewhere.
 * @param {string} url
 */
function ours(url) {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  return hostname === "127.0.0.1" && pathname.startsWith("/attachments/") ? pathname : null;
}

/** @param {number} bytes */
function size(bytes) {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), SIZES.length - 1);
  const value = bytes / 1024 ** step;
  return `${step && value < 10 ? value.toFixed(1) : Math.round(value)} ${SIZES[step]}`;
}
