/* Dialogs, sheets and the way out: Esc always goes one level out. */

import { awaitDialog, awaitNothing } from "./awaiting.js";
import { dropToast } from "./toasts.js";

const FIRST = "[autofocus], form :is(input:not([type=hidden]), textarea, select), form .button, .button-primary";

function open(target) {
  if (target.open) return;
  target.showModal();
  target.dispatchEvent(new CustomEvent("dialog:opened", { bubbles: true }));
  target.querySelector(FIRST)?.focus();
}

/* A part that comes later and stands above takes the caret, as long as nothing was entered below it. */
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const at = document.activeElement;
  const dialog = ctx?.target?.closest?.("dialog[open]");
  if (!dialog?.contains(at) || ctx.target.contains(at) || at.value !== "") return;
  const first = ctx.target.querySelector(FIRST);
  if (first && first.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) first.focus();
});

/* A form that opens beside its button begins in its first field, as a dialog does. */
document.addEventListener("toggle", ({ target, newState }) => {
  if (newState !== "open" || !target.matches("[popover]") || target.contains(document.activeElement)) return;
  target.querySelector("form :is(textarea, select, input:not([type=hidden], [type=checkbox], [type=radio]))")?.focus();
}, true);

function toggle(button, selector) {
  const target = document.querySelector(selector);
  const opens = target?.toggleAttribute("data-ui-open");
  button.setAttribute("aria-expanded", String(Boolean(opens)));
}

function shutSheets() {
  const sheets = document.querySelectorAll("[data-ui-open]");
  sheets.forEach((sheet) => {
    sheet.removeAttribute("data-ui-open");
    document.querySelector(`[data-toggles="#${sheet.id}"]`)?.setAttribute("aria-expanded", "false");
  });
  return sheets.length > 0;
}

document.addEventListener("click", (event) => {
  awaitNothing();
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    opener.closest("[popover]")?.hidePopover();
    const target = document.querySelector(opener.dataset.opens);
    return target ? open(target) : awaitDialog(opener.dataset.opens, open);
  }
  if (event.target.closest("[data-shuts]")) return shutSheets();
  const toggler = event.target.closest("[data-toggles]");
  if (toggler) return toggle(toggler, toggler.dataset.toggles);
  if (event.target.closest("[data-closes]")) return event.target.closest("dialog")?.close();
  if (event.target.matches("dialog") && event.target.matches(":modal")) event.target.close();
  if (!event.target.closest("[data-ui-open]")) shutSheets();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  if (shutSheets()) return;
  if (document.activeElement !== document.body) document.activeElement.blur();
  else dropToast();
});
