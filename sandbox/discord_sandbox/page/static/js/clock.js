// Instants in words, in the reader's own zone, as seen from the sandbox's present.

import { el, findAll } from "./dom.js";
import { now, on } from "./state.js";

/** @type {Intl.DateTimeFormatOptions} */
const TIME = { hour: "2-digit", minute: "2-digit" };
/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const SHAPES = {
  t: TIME,
  T: { ...TIME, second: "2-digit" },
  d: { year: "numeric", month: "2-digit", day: "2-digit" },
  D: { year: "numeric", month: "long", day: "numeric" },
  f: { year: "numeric", month: "long", day: "numeric", ...TIME },
  // The clock in the corner, which is not the wall clock.
  sandbox: { weekday: "short", day: "numeric", month: "short", ...TIME },
  F: { weekday: "long", year: "numeric", month: "long", day: "numeric", ...TIME },
};
/** @type {[Intl.RelativeTimeFormatUnit, number]} */
const SECOND = ["second", 1];
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  SECOND,
];
// The page speaks English; English readers get their own way of writing dates.
const LANGUAGE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * Say an instant in one of Discord's styles: t T d D f F, or R for how long ago.
 * @param {number} at
 */
export function told(at, style = "f") {
  if (style === "R") return relative(at);
  const format = formats.get(style) ?? new Intl.DateTimeFormat(LANGUAGE, SHAPES[style] ?? SHAPES.f);
  formats.set(style, format);
  return format.format(at);
}

/** @param {number} at */
function relative(at) {
  const seconds = Math.round((at - now()) / 1000);
  const [unit, size] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? SECOND;
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

/**
 * Say when a message came: today, yesterday, or the date.
 * @param {number} at
 */
function stamp(at) {
  const days = dayNumber(now()) - dayNumber(at);
  if (days === 0) return `Today at ${told(at, "t")}`;
  if (days === 1) return `Yesterday at ${told(at, "t")}`;
  return `${told(at, "d")} ${told(at, "t")}`;
}

/**
 * Number the days of the reader's calendar.
 * @param {number} at
 */
export function dayNumber(at) {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/**
 * Make an element that tells an instant and stays true as time goes by.
 * @param {number} at
 * @param {string} style
 */
export function timeElement(at, style, className = "time") {
  const exact = new Date(at);
  if (Number.isNaN(exact.getTime())) return el("span", {}, "Invalid date");
  const attributes = { datetime: exact.toISOString(), title: told(at, "F"), data: { at: String(at), style } };
  return el(`time.${className}`, attributes, words(at, style));
}

/**
 * @param {number} at
 * @param {string | undefined} style
 */
const words = (at, style) => (style === "stamp" ? stamp(at) : told(at, style));

/** Say every instant on the page anew. */
function refreshTimes() {
  for (const node of findAll(document, 'time[data-style="R"], time[data-style="stamp"]')) {
    const text = words(Number(node.dataset.at), node.dataset.style);
    if (node.textContent !== text) node.textContent = text;
  }
}

on("clock", refreshTimes);
setInterval(refreshTimes, 10_000);
