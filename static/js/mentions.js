/* An @ in a note offers colleagues who may see the case. Arrow keys, Return or Tab, Esc; what is chosen is ordinary text. */

import { say } from "./words.js";

const SAID = /(?:^|[\s(])@([\p{L}][\p{L}\p{N} .'’-]{0,40})?$/u;
let field;
let list;
let asked = 0;

const options = () => [...(list?.children ?? [])];
const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

function shut() {
  asked += 1;
  list?.remove();
  list = undefined;
  for (const name of ["role", "aria-controls", "aria-expanded", "aria-autocomplete", "aria-activedescendant"]) field?.removeAttribute(name);
}

function mark(at) {
  options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  field.setAttribute("aria-activedescendant", options()[at].id);
  options()[at].scrollIntoView({ block: "nearest" });
}

function show(html) {
  list?.remove();
  list = Object.assign(document.createElement("ul"), { id: "mentions", className: "mentions", innerHTML: html });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("People who may see this case"));
  if (!list.children.length) return shut();
  field.before(list);
  for (const [name, value] of [["role", "combobox"], ["aria-controls", "mentions"], ["aria-expanded", "true"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  mark(0);
}

function take(option) {
  const before = field.value.slice(0, field.selectionStart);
  field.setSelectionRange(before.lastIndexOf("@"), field.selectionStart);
  document.execCommand("insertText", false, `@${option.dataset.name} `);
  shut();
}

async function ask(words) {
  const mine = ++asked;
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (mine === asked && answer?.ok && document.activeElement === field) show(await answer.text());
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.mentions) return;
  field = target;
  const said = SAID.exec(field.value.slice(0, field.selectionStart));
  if (said) ask(said[1] ?? "");
  else shut();
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target !== field) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark((chosen() + step + options().length) % options().length);
  else if (event.key === "Escape") shut();
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(options()[chosen()]);
  else return;
  event.preventDefault();
}, true);

document.addEventListener("focusout", ({ target }) => target === field && shut());
