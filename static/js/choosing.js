/* Choosing rows: x and the box, shift for all up to here, Ctrl-A for all that are shown; then one verb for all of them. */

import { isTyping } from "./pressing.js";
import { say } from "./words.js";

const BOX = ".row input[type=checkbox][name=case]";
let anchor = null;
let lastRow = null;

const bar = () => document.getElementById("bulk-bar");
const boxes = () => [...document.querySelectorAll(BOX)];
const chosen = () => boxes().filter((box) => box.checked);
const boxOf = (row) => row?.querySelector("input[type=checkbox][name=case]");
const inDialog = () => document.querySelector("dialog[open]");

function tell() {
  const count = chosen().length;
  const form = bar();
  if (!form) return;
  form.toggleAttribute("data-ui-on", count > 0);
  form.querySelector("[data-chosen-count]").textContent = say("{count} chosen", { count });
  document.getElementById("case-list")?.toggleAttribute("data-ui-choosing", count > 0);
}

function chooseUpTo(box, checked) {
  const all = boxes();
  const [from, to] = [all.indexOf(anchor), all.indexOf(box)];
  if (from < 0) return;
  for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = checked;
}

function chooseNone() {
  for (const box of chosen()) box.checked = false;
  tell();
  document.dispatchEvent(new CustomEvent("choseNone"));
}

const rowNow = () => document.activeElement?.closest(".row") ?? (lastRow?.isConnected ? lastRow : null);

/* What such a verb would be done to now. */
export function actsOn() {
  if (chosen().length) return say("{count} chosen", { count: chosen().length });
  return boxOf(rowNow()) ? rowNow().querySelector(".row-link")?.textContent.trim() : "";
}

/* A verb for the chosen rows, or for the one in focus. */
export function pressForRows(key) {
  const button = bar()?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!button) return false;
  if (!chosen().length) {
    const box = boxOf(rowNow());
    if (!box) return false;
    box.checked = true;
    tell();
  }
  button.click();
  return true;
}

function chooseAll(event) {
  const all = boxes();
  if (!all.length) return;
  event.preventDefault();
  for (const box of all) box.checked = true;
  tell();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTyping(event.target) || inDialog() || !bar()) return;
  if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) return chooseAll(event);
  if (event.key === "Escape" && chosen().length && !document.querySelector(":popover-open")) {
    event.preventDefault();
    return chooseNone();
  }
  const box = event.key === "X" && boxOf(rowNow());
  if (!box) return;
  event.preventDefault();
  box.checked = true;
  chooseUpTo(box, true);
  anchor = box;
  tell();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-chooses-none]")) return chooseNone();
  if (!event.target.matches(BOX)) return;
  if (event.shiftKey) chooseUpTo(event.target, event.target.checked);
  anchor = event.target;
  tell();
});

document.addEventListener("focusin", ({ target }) => { lastRow = target.closest?.(".row") ?? (target.closest?.("dialog") ? lastRow : null); });
document.addEventListener("chosenDone", chooseNone);
document.addEventListener("htmx:after:swap", () => tell());

/* The sheet has come: its first field is next. */
document.addEventListener("htmx:after:settle", () => {
  const dialog = document.getElementById("bulk-dialog");
  const form = dialog?.querySelector("#bulk-form, #bulk-progress");
  if (!form || dialog.open || form.dataset.shown) return;
  form.dataset.shown = "";
  dialog.querySelector("h2").textContent = form.dataset.title;
  dialog.showModal();
  form.querySelector("[autofocus], select, textarea, input:not([type=hidden]), .button-primary")?.focus();
});

tell();
