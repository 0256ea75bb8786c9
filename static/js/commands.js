/* The list of everything one can do here and everything one can find: help for the keys, a way to run them by name, results as one types. */

import { askingDropped, askingLeft, askingShown } from "./asking.js";
import { actsOn, pressForRows } from "./choosing.js";
import { findAsTyped } from "./finding.js";
import { press } from "./pressing.js";
import { say } from "./words.js";

const dialog = document.getElementById("keys-dialog");
const list = document.getElementById("commands-list");
const field = dialog?.querySelector("[data-commands]");
const told = dialog?.querySelector("[data-told]");
let items = [];

export function openCommands() {
  if (!dialog) return false;
  for (const shown of document.querySelectorAll("[popover]:popover-open")) shown.hidePopover();
  if (!dialog.open) dialog.showModal();
  begin();
  return true;
}

function nameOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg, .rail-count").forEach((part) => part.remove());
  return element.dataset.name || element.getAttribute("aria-label") || copy.textContent.replace(/\s+/g, " ").trim();
}

const inOtherDialog = (element) => element.closest("dialog");

const table = document.getElementById("keys")?.content;

/* What else people call it. */
const alsoOf = (element) => [...table.querySelectorAll("[data-also]")].filter((words) => element.matches(words.dataset.also)).map((words) => words.textContent).join(" ");

const verb = (element, key, run = element) => ({ name: nameOf(element), also: alsoOf(element), key, run });

/* Every row has the same. */
const ownKeys = () => new Map([...document.querySelectorAll("[data-own-key]")].map((element) => [element.dataset.ownKey, nameOf(element)]));

/* The case one is at, by its number. */
function here() {
  const ref = document.querySelector("#page .head-title .ref")?.textContent.trim();
  return ref ? say("On {ref}", { ref }) : say("On this page");
}

const helpOf = (term) => ({ name: term.nextElementSibling.textContent, key: term.textContent });

function collect() {
  const verbs = [...document.querySelectorAll("[data-key]")].filter((element) => !inOtherDialog(element) && !element.closest("[hidden]"));
  const places = [...document.querySelectorAll("[data-go], [data-place]")];
  const ofRows = [...document.querySelectorAll("[data-row-key]")];
  return [
    { title: say("The row in focus"), rows: [...ownKeys()].map(([key, name]) => ({ name, key })) },
    { title: actsOn() || say("Chosen rows, or the one in focus"), rows: ofRows.map((element) => verb(element, element.dataset.rowKey, () => pressForRows(element.dataset.rowKey))) },
    { title: here(), rows: verbs.map((element) => verb(element, element.dataset.key)) },
    { title: say("Go to"), rows: places.map((element) => verb(element, element.dataset.go ? `g ${element.dataset.go}` : "")) },
    ...[...table.querySelectorAll("dl")].map((help) => ({ title: help.dataset.title, rows: [...help.querySelectorAll("dt")].map(helpOf) })),
  ];
}

function line({ name, key, run }) {
  const made = document.createElement(run ? "button" : "div");
  made.className = "command";
  if (run) made.type = "button";
  made.append(name, ...(key ? key.split(" ") : []).map((part) => Object.assign(document.createElement("kbd"), { textContent: part })));
  if (run) made.addEventListener("click", (event) => { event.stopPropagation(); act(run); });
  return made;
}

/* The page may have come anew while the list was open. */
function standing(element) {
  if (element.isConnected) return element;
  const rows = collect().flatMap((group) => group.rows);
  return rows.find(({ name, run }) => run instanceof Element && name === nameOf(element))?.run ?? element;
}

/* Its own click ends here: to the page it would be a click beside the dialog that the verb waits for. */
function act(run) {
  askingDropped();
  dialog.close();
  if (typeof run === "function") run();
  else press(standing(run));
}

function searchFor(text) {
  return { name: say("Search for “{text}”", { text }), key: "", run: () => { location.href = `/search?q=${encodeURIComponent(text)}`; } };
}

const CHOICES = "button, a.command";

/* The focus stays in the field, so what is marked is told to those who hear the page. */
function mark(at) {
  const buttons = [...list.querySelectorAll(CHOICES)];
  buttons.forEach((button, i) => button.setAttribute("aria-selected", String(i === at)));
  buttons[at]?.scrollIntoView({ block: "nearest" });
  const text = buttons[at] ? nameOf(buttons[at]) : "";
  if (told.textContent !== text) told.textContent = text;
}

const marked = () => [...list.querySelectorAll(CHOICES)].findIndex((button) => button.getAttribute("aria-selected") === "true");

/* How well a row is meant by these words: it begins so, it is called so, people also call it so. */
function rank({ name, also = "" }, wanted) {
  const called = name.toLowerCase();
  if (called.startsWith(wanted)) return 0;
  if (called.includes(wanted)) return 1;
  const all = `${called} ${also.toLowerCase()}`;
  return wanted.split(/\s+/).every((word) => all.includes(word)) ? 2 : NaN;
}

function ranked(group, wanted) {
  const rows = group.rows.map((row) => ({ ...row, rank: rank(row, wanted) })).filter((row) => row.rank >= 0);
  if (wanted) rows.sort((a, b) => a.rank - b.rank);
  return { ...group, rows };
}

function show() {
  const wanted = field.value.trim().toLowerCase();
  const groups = items.map((group) => ranked(group, wanted)).filter((group) => group.rows.length);
  if (wanted) groups.sort((a, b) => a.rows[0].rank - b.rows[0].rank);
  const found = list.querySelector("#suggestions");
  list.replaceChildren(...groups.flatMap((group) => [
    Object.assign(document.createElement("h3"), { textContent: group.title }), ...group.rows.map(line),
  ]), ...(wanted ? [found ?? document.createElement("div"), line(searchFor(field.value.trim()))] : []));
  mark(wanted ? 0 : -1);
  findAsTyped(field.value.trim(), showFound);
}

/* What was marked stays marked, unless it was only the last resort of searching everywhere. Who types a command searches for nothing. */
function showFound(found) {
  const kept = [...list.querySelectorAll(CHOICES)][marked()];
  const last = list.lastElementChild;
  last.previousElementSibling.replaceWith(found);
  const choices = [...list.querySelectorAll(CHOICES)];
  if (list.querySelectorAll(":scope > button").length === 1) askingShown(found);
  mark(Math.max(0, kept === last ? choices.findIndex((one) => found.contains(one)) : choices.indexOf(kept)));
}

function begin() {
  items = collect();
  field.value = "";
  show();
  list.scrollTop = 0;
  field.focus();
}

dialog?.addEventListener("dialog:opened", begin);
dialog?.addEventListener("close", askingLeft);
field?.addEventListener("input", show);
field?.addEventListener("keydown", (event) => {
  const count = list.querySelectorAll(CHOICES).length;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && count) mark((marked() + step + count) % count);
  else if (event.key === "Escape") dialog.close();
  else if (event.key === "Enter") list.querySelectorAll(CHOICES)[marked()]?.click();
  else return;
  event.preventDefault();
});
