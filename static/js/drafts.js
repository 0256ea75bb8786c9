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
  const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
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
document.addEventListener("draft:sent", ({ target }) => { target.value = target.defaultValue = ""; forget(target); });
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const field = ctx.response?.status === 200 && document.getElementById(ctx.sourceElement.dataset?.saves);
  if (field) forget(field);
});
document.addEventListener("submit", ({ target }) => {
  if (!target.hasAttribute("hx-post")) target.querySelectorAll("[data-draft]").forEach(forget);
});
document.addEventListener("htmx:after:process", ({ target }) => restore(target.parentNode || document));
restore(document);
