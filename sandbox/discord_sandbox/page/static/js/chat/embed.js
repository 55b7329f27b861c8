// Embeds: the framed pictures in words that bots send.

import { timeElement } from "../clock.js";
import { el } from "../dom.js";
import { prose } from "../markdown/blocks.js";
import { inline, link } from "../markdown/inline.js";
import { picture } from "./attachments.js";
import { colour } from "./components.js";

/** @import { Embed, EmbedField } from "../types.js" */

/**
 * Return the element of an embed.
 * @param {Embed} embed
 */
export function embedElement(embed) {
  const node = el("article.embed", { "aria-label": embed.title ?? "Embed" });
  if (embed.color) node.style.setProperty("--accent", colour(embed.color));
  const body = el("div.embed-body", {}, author(embed.author), title(embed), description(embed), fields(embed.fields));
  node.append(body);
  if (embed.thumbnail) node.append(picture(embed.thumbnail.url, "", "thumbnail"));
  if (embed.image) node.append(picture(embed.image.url, "", "embed-image"));
  const foot = footer(embed);
  if (foot) node.append(foot);
  return node;
}

/** @param {string} address */
const isWeb = (address) => /^https?:\/\//u.test(address);

/** @param {Embed["author"]} author */
function author(author) {
  if (!author) return null;
  return el("div.embed-author", {}, author.url && isWeb(author.url) ? link(author.url, [author.name]) : author.name);
}

/** @param {Embed} embed */
function title(embed) {
  if (!embed.title) return null;
  const words = inline(embed.title);
  return el("div.embed-title", {}, embed.url && isWeb(embed.url) ? link(embed.url, words) : words);
}

/** @param {Embed} embed */
const description = (embed) => (embed.description ? prose(embed.description, "prose") : null);

/** @param {EmbedField[] | undefined} fields */
function fields(fields) {
  if (!fields?.length) return null;
  const made = fields.map(({ name, value, inline: beside }) =>
    el(`div.field${beside ? ".beside" : ""}`, {}, el("div.field-name", {}, inline(name)), prose(value)),
  );
  return el("div.fields", {}, made);
}

/** @param {Embed} embed */
function footer(embed) {
  if (!embed.footer && !embed.timestamp) return null;
  const at = embed.timestamp ? timeElement(Date.parse(embed.timestamp), "stamp") : null;
  return el("footer.embed-footer", {}, embed.footer?.text, embed.footer && at ? " • " : null, at);
}
