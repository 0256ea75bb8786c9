/* One handler for every key. Verbs carry data-key, places data-go, what holds for the row in focus alone data-own-key; nothing fires
   while typing. */

import { pressForRows } from "./choosing.js";
import { openCommands } from "./commands.js";
import { isTyping, isUsable, press } from "./pressing.js";

const GO_WAITS = 1200;
let going = 0;

/* A dialog that was shut a moment ago may still have the focus. */
const isWriting = (element) => isTyping(element) && !element.closest("dialog:not([open])");

const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

function verb(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest(".row");
  const ofRow = row?.querySelectorAll(`${selector}, [data-own-key="${CSS.escape(key)}"]`) ?? [];
  const found = [...ofRow, ...scope().querySelectorAll(selector)];
  const element = found.find((candidate) => isUsable(candidate) && (scope() !== document || !candidate.closest("dialog:not([open])")));
  if (element) press(element);
  return Boolean(element);
}

const ROW = ".row, tbody > tr, .on-call-lines > li";

/* On a page without a list, the first link of each row of its tables. */
function places() {
  const links = [...scope().querySelectorAll(".row-link")];
  const found = links.length ? links : [...scope().querySelectorAll("#main :is(tbody > tr, .on-call-lines > li)")].map((row) => row.querySelector("a[href]"));
  return found.filter((link) => link?.checkVisibility());
}

function move(step) {
  const links = places();
  if (!links.length) return false;
  const row = document.activeElement?.closest(ROW) ?? scope().querySelector('.row[aria-current="true"]');
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))];
  next.focus({ preventScroll: true });
  next.closest(ROW).scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const box = document.activeElement?.closest(".row")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function go(letter) {
  going = 0;
  const place = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  place?.click();
  return Boolean(place);
}

const KEYS = { j: () => move(1), k: () => move(-1), x: tick, "/": () => openCommands(), "?": () => openCommands() };

function handle(event) {
  if (Date.now() - going < GO_WAITS) return go(event.key);
  if (scope() === document && pressForRows(event.key)) return true;
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
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1 || isWriting(event.target)) return;
  if (handle(event)) event.preventDefault();
});
