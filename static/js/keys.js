/* One handler for every key. Verbs carry data-key, places data-go; nothing fires while typing. */

import { openCommands } from "./commands.js";

const GO_WAITS = 1200;
let going = 0;

const isTyping = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

const shut = (element) => element.closest("details:not([open])");

function isUsable(element) {
  if (element.disabled || element.getAttribute("aria-disabled") === "true") return false;
  return element.checkVisibility() || Boolean(element.closest("[popover]")) || Boolean(isTyping(element) && shut(element)?.checkVisibility());
}

function press(element) {
  const around = shut(element);
  if (isTyping(element) && around) around.open = true;
  if (isTyping(element)) element.focus();
  else (element.matches("button, a, summary, label") ? element : element.querySelector(".suggestion-verb :is(button, a)"))?.click();
}

function verb(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest(".row");
  const found = [...(row?.querySelectorAll(selector) ?? []), ...scope().querySelectorAll(selector)];
  const element = found.find((candidate) => isUsable(candidate) && (scope() !== document || !candidate.closest("dialog:not([open])")));
  if (element) press(element);
  return Boolean(element);
}

function move(step) {
  const links = [...scope().querySelectorAll(".row-link")].filter((link) => link.checkVisibility());
  if (!links.length) return false;
  const row = document.activeElement?.closest(".row");
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))];
  next.focus({ preventScroll: true });
  next.closest(".row").scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const box = document.activeElement?.closest(".row")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function search() {
  const field = document.querySelector("[data-search]");
  if (!field?.checkVisibility()) return openCommands();
  field.focus();
  field.select();
  return true;
}

function go(letter) {
  going = 0;
  const place = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  place?.click();
  return Boolean(place);
}

const KEYS = { j: () => move(1), k: () => move(-1), x: tick, "/": search, "?": () => openCommands() };

function handle(event) {
  if (Date.now() - going < GO_WAITS) return go(event.key);
  if (scope() === document && event.key in KEYS && KEYS[event.key]()) return true;
  if (verb(event.key)) return true;
  if (event.key === "g" && scope() === document) going = Date.now();
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return openCommands();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1 || isTyping(event.target)) return;
  if (handle(event)) event.preventDefault();
});
