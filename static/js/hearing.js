/* For those who hear the page: what came in without an act of theirs. */

import { say } from "./words.js";

const SAID = "#timeline > :is(.entry-message, .entry-reply, .entry-note)";
/* Milliseconds after which words that are the same are heard again. */
const AGAIN = 100;
const told = Object.assign(document.createElement("p"), { className: "unseen", role: "status" });
document.body.append(told);

export function hear(text) {
  if (text && told.textContent !== text) told.textContent = text;
}

const isLive = ({ sourceElement }) => sourceElement?.id === "page";
const entries = () => [...document.querySelectorAll(SAID)];
let known = null;

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  known = isLive(ctx) ? new Set(entries().map((entry) => entry.id)) : null;
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!known || !isLive(ctx)) return;
  const came = entries().filter((entry) => !known.has(entry.id));
  const names = [...new Set(came.map((entry) => entry.querySelector("b")?.textContent))].filter(Boolean).join(", ");
  known = null;
  if (!names) return;
  told.textContent = "";
  setTimeout(() => hear(say("New: {names} wrote", { names })), AGAIN);
});
