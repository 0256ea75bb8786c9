/* What an answer of the server means for the page: toasts, closing dialogs, error pages that must not be swapped in. */

import { fresh, signedIn, signedOut } from "./connection.js";
import { isOnItsWay, unsent } from "./drafts.js";
import { offerBack } from "./returning.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

function errorPage(text) {
  const page = new DOMParser().parseFromString(text, "text/html").querySelector("[data-error]");
  if (!page) return null;
  return { message: page.querySelector("[data-error-message]")?.textContent.trim(), id: page.dataset.error };
}

function firstReason(text) {
  const page = new DOMParser().parseFromString(text.replace(/<\/?hx-partial[^>]*>/g, ""), "text/html");
  return page.querySelector(".field-error, .notice-bad p, .notice-bad")?.textContent.trim();
}

const isQuiet = (element) => element?.matches("#live, #page, [data-saves], [data-quiet]");
const ownDraft = (element) => element.closest("form")?.querySelectorAll("[data-draft]") ?? [];

/* What is asked while one types is out of date once the form itself is sent, until somebody types on. */
const typedAt = new WeakMap();
const askedAt = new WeakMap();
const sentAt = new WeakMap();
const formOf = ({ sourceElement: source }) => source?.closest?.("form");
const asksBesides = ({ sourceElement: source }) => !source.matches("form, button");

document.addEventListener("input", ({ target }) => { if (target.form) typedAt.set(target.form, performance.now()); });

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = formOf(ctx);
  if (!form) return;
  if (!asksBesides(ctx)) {
    forget(form);
    sentAt.set(form, performance.now());
  } else if (sentAt.get(form) > typedAt.get(form) || isOnItsWay(form)) return event.preventDefault();
  askedAt.set(ctx, performance.now());
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const form = formOf(ctx);
  if (form && asksBesides(ctx) && askedAt.get(ctx) < sentAt.get(form)) event.preventDefault();
});

/* Only what was sent is over: a field that asks while one types keeps its text, and so does one in which somebody wrote on meanwhile. */
function succeeded(source) {
  if (!source.matches("form, button")) return;
  const rests = [...ownDraft(source)].map((field) => [field, unsent(field)]);
  if (source.matches("[data-clears], dialog form")) source.reset();
  for (const [field, rest] of rests) field.dispatchEvent(new CustomEvent("draft:sent", { bubbles: true, detail: rest }));
  source.closest("dialog[open]")?.close();
  source.closest("[popover]:popover-open")?.hidePopover();
  if (source.dataset.focuses) setTimeout(() => document.querySelector(source.dataset.focuses)?.focus(), 250);
}

/* The sign-in page would take the place of what is being typed. */
function strangerNow(ctx) {
  delete ctx.hx.redirect;
  ctx.swap = "none";
  signedOut(ctx.sourceElement.matches("form:not([data-quiet])") ? ctx.sourceElement : undefined);
}

/* What the reader may not see any more does not stay on the screen; what was being typed is kept as a draft. */
const isNoLongerSeen = ({ response, sourceElement }) => sourceElement.matches("#page") && [403, 404].includes(response.status);

/* A refusal stands where the refused form is read: nothing can be read beneath a dialog. */
function refused(source, { message, id }, isBroken) {
  const form = source.closest("dialog[open] form, [popover]:popover-open form");
  if (!form) return toast({ text: message, tone: "bad", id });
  const line = document.createElement("p");
  Object.assign(line, { className: "notice notice-bad", textContent: isBroken ? `${message} ${id}` : message });
  line.setAttribute("role", "alert");
  line.dataset.refusal = "";
  form.prepend(line);
  line.scrollIntoView({ block: "nearest" });
}

function forget(form) {
  form.querySelector(":scope > [data-refusal]")?.remove();
}

function failed(ctx) {
  if (ctx.response.status === 401) return strangerNow(ctx);
  const page = errorPage(ctx.text);
  if (page || ctx.response.status >= 500) ctx.swap = "none";
  if (page && isNoLongerSeen(ctx)) return location.reload();
  if (isQuiet(ctx.sourceElement)) return;
  if (ctx.sourceElement.matches(".slot")) return slotFailed(ctx.sourceElement);
  if (page) return refused(ctx.sourceElement, page, ctx.response.status >= 500);
  if (ctx.response.status >= 500) return toast({ text: say("The server could not do that. Nothing was changed."), tone: "bad" });
  const reason = firstReason(ctx.text);
  if (/^none/.test(ctx.swap) && reason) toast({ text: reason, tone: "bad" });
}

function slotFailed(slot) {
  const line = slot.querySelector(".slot-wait");
  if (line) line.textContent = say("{part}: not available right now", { part: slot.getAttribute("aria-label") });
}

/* What was said of a connection that is back is over. */
let unanswered = null;

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 400) return failed(ctx);
  signedIn();
  unanswered?.remove();
  if (ctx.sourceElement.matches("#page")) fresh();
  if (ctx.request.method !== "GET") succeeded(ctx.sourceElement);
});

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  const source = ctx?.sourceElement;
  if (!source || isQuiet(source) || error?.name === "AbortError") return;
  if (source.matches(".slot")) return slotFailed(source);
  unanswered?.remove();
  unanswered = toast({ text: say("No answer from the server. Nothing was sent; what you typed is safe."), tone: "bad" });
});

document.addEventListener("toast", ({ detail, target }) => {
  const told = typeof detail.value === "string" ? { text: detail.value } : detail;
  toast({ ...told, ...offerBack(target) });
});
document.addEventListener("focusOn", ({ detail }) => document.querySelector(detail.value)?.focus());
