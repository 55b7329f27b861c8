// Light or dark, and the phone that stands on a desk: remembered in this browser.

const THEME = "theme";

const LIGHT = matchMedia("(prefers-color-scheme: light)");

/** Begin with the theme chosen last; before the first choice it is the system's, and changes with it. */
export function beginLooks() {
  const follow = () => setTheme(localStorage.getItem(THEME) ?? (LIGHT.matches ? "light" : "dark"));
  LIGHT.addEventListener("change", follow);
  follow();
}

/** Go from light to dark or back. */
export function switchTheme() {
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  localStorage.setItem(THEME, document.documentElement.dataset.theme ?? "dark");
}

/** @param {string} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

/**
 * Show the page as a phone would, or no longer.
 * @param {boolean} shown
 */
export function setPhone(shown) {
  document.body.classList.toggle("on-phone", shown);
  document.getElementById("phone-view")?.setAttribute("aria-pressed", String(shown));
}

/** Tell whether a phone is shown. */
export const isPhone = () => document.body.classList.contains("on-phone");
