/* Typed text survives a crash, a closed tab and a lost connection: it stays in this browser until the server keeps it or it is sent. */

import { say } from "./words.js";

/* Who signs in next in the same browser is not offered the words of whoever was here before. */
const person = () => document.getElementById("page")?.dataset.person ?? "";
const name = (field) => `draft:${person()}:${field.dataset.draft}`;
const lineOf = (field) => field.closest("form")?.querySelector("[data-draft-line]");

function stored(field) {
  try { return JSON.parse(localStorage.getItem(name(field))); } catch { return null; }
}

function forget(field) {
  try { localStorage.removeItem(name(field)); } catch { /* storage may be closed */ }
  lineOf(field)?.replaceChildren();
}

function save(field) {
  if (!field.value.trim()) return forget(field);
  try { localStorage.setItem(name(field), JSON.stringify({ text: field.value, at: Date.now() })); } catch { /* full or closed */ }
}

function tell(field, at) {
  const line = lineOf(field);
  if (!line) return;
  const zone = document.querySelector("[data-printed]")?.dataset.printed;
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, timeZoneName: "short" });
  const discard = Object.assign(document.createElement("button"), { type: "button", textContent: say("discard") });
  discard.addEventListener("click", () => { field.value = field.defaultValue; forget(field); field.focus(); });
  line.replaceChildren(say("draft restored from {time}", { time }), discard);
}

export function restore(root) {
  for (const field of root.querySelectorAll("[data-draft]")) {
    if (field.draftSeen) continue;
    field.draftSeen = true;
    const draft = stored(field);
    if (draft && draft.at < Number(field.dataset.draftAt ?? 0)) forget(field);
    else if (!draft || field.value.trim() === draft.text.trim() || field.closest(".field-bad")) continue;
    else {
      field.value = draft.text;
      tell(field, draft.at);
    }
  }
}

document.addEventListener("input", ({ target }) => target.dataset?.draft && save(target));
/* What stood in a field when its form went out. */
const sent = new WeakMap();
const onItsWay = new WeakSet();

export const isOnItsWay = (form) => onItsWay.has(form);

/* What was written behind it since; all of it where what was sent was written over. */
export function unsent(field) {
  const before = sent.get(field) ?? field.value;
  return field.value.startsWith(before) ? field.value.slice(before.length).trimStart() : field.value;
}

const draftsOf = (form) => [...form.querySelectorAll("[data-draft]")];
const sentForm = ({ sourceElement: source }) => (source?.matches?.("form") ? source : null);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = sentForm(ctx);
  if (!form) return;
  onItsWay.add(form);
  for (const field of draftsOf(form)) sent.set(field, field.value);
});

/* What was written meanwhile is kept like any other draft once the answer is there, a refusal too. */
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = sentForm(ctx);
  if (!form) return;
  onItsWay.delete(form);
  for (const field of draftsOf(form)) {
    const before = ctx.response?.status < 400 ? "" : sent.get(field);
    if (sent.has(field) && field.value !== before) field.dispatchEvent(new Event("input", { bubbles: true }));
    sent.delete(field);
  }
});

document.addEventListener("draft:sent", ({ target, detail }) => {
  target.defaultValue = "";
  target.value = detail ?? "";
  if (target.value) save(target);
  else forget(target);
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const field = ctx.response?.status === 200 && document.getElementById(ctx.sourceElement.dataset?.saves);
  if (field) forget(field);
});
document.addEventListener("submit", ({ target }) => {
  if (!target.hasAttribute("hx-post")) target.querySelectorAll("[data-draft]").forEach(forget);
});
document.addEventListener("htmx:after:process", ({ target }) => restore(target.parentNode || document));
restore(document);
