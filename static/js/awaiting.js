/* A verb can be offered a moment before its dialog has come: it opens as soon as it is there, and takes what was typed meanwhile. */

import { isTyping, press } from "./pressing.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

let awaited = null;

const source = () => document.querySelector("[data-dialogs]");

export function awaitDialog(selector, open) {
  const isOnItsWay = Boolean(source()?.matches(".htmx-request"));
  awaited = { selector, open, typed: "", isOnItsWay };
  if (!source()) htmx.trigger("#page", "refresh");
  else if (!isOnItsWay) htmx.trigger(source(), "refresh");
}

export const awaitNothing = () => { awaited = null; };

function write(field, text) {
  if (field.matches("select")) {
    const meant = [...field.options].find((option) => option.text.toLowerCase().startsWith(text.toLowerCase()));
    if (meant) meant.selected = true;
  } else if (isTyping(field)) document.execCommand("insertText", false, text);
  else choose(field.closest("dialog"), text);
}

/* What is chosen by keys. */
function choose(dialog, text) {
  for (const key of text) {
    const choice = dialog.querySelector(`label[data-key="${CSS.escape(key)}"]`);
    if (choice) press(choice);
  }
}

function arrived() {
  const dialog = awaited && document.querySelector(awaited.selector);
  if (!dialog) return;
  const { open, typed } = awaited;
  awaited = null;
  open(dialog);
  if (typed) write(document.activeElement, typed);
}

document.addEventListener("keydown", (event) => {
  if (!awaited || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") awaited = null;
  else if (event.key.length === 1) awaited.typed += event.key;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

/* Once all who wait for the same have done their part: until then no field in it may ask for the caret. */
document.addEventListener("htmx:after:settle", () => setTimeout(arrived));

/* Its own request is over, and it did not come. One that was on its way before anybody asked is asked for again. */
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!awaited || !ctx.sourceElement.matches?.("[data-dialogs]") || document.querySelector(awaited.selector)) return;
  if (awaited.isOnItsWay) {
    awaited.isOnItsWay = false;
    setTimeout(() => awaited && htmx.trigger(source(), "refresh"));
    return;
  }
  awaited = null;
  toast({ text: say("That could not be opened now. Nothing was changed; try it again."), tone: "bad" });
});

/* While one is open, none is exchanged: what changed meanwhile comes when it is shut. */
let isStale = false;
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!ctx?.sourceElement?.matches?.("[data-dialogs]") || !ctx.sourceElement.querySelector("dialog[open]")) return;
  event.preventDefault();
  isStale = true;
});
document.addEventListener("close", ({ target }) => {
  if (!isStale || !target.closest("[data-dialogs]")) return;
  isStale = false;
  htmx.trigger(source(), "refresh");
}, true);
