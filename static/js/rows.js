/* Live lists: while the pointer or the focus is on a row, rows keep their places and new ones wait behind a button. The button may
   come to stand under the pointer itself. */

import { hear } from "./hearing.js";
import { say } from "./words.js";

const LIVE = "[data-live-list]";
let held = false;
let taking = false;
let owed = false;
const asked = new WeakSet();
let moves = new Map();

const listsIn = (root) => [...root.querySelectorAll(LIVE)];
const rowsIn = (lists) => lists.flatMap((list) => [...list.children].filter((row) => row.matches(".row")));
const names = (lists) => lists.map((list) => list.id).join(" ");

function isBusy() {
  const chosen = document.querySelector(`${LIVE} > .row input[name=case]:checked`);
  return Boolean(chosen || document.querySelector(`${LIVE} > :is(.row, .rows-news):hover`) || document.activeElement?.closest(`${LIVE} > .row`));
}

/* The rows that really moved: those outside the longest run that kept its order. */
function moved(before, after) {
  const places = after.map((id) => before.indexOf(id));
  const best = places.map((place) => [place]);
  places.forEach((place, i) => {
    for (let j = 0; j < i; j += 1) {
      if (places[j] < place && best[j].length >= best[i].length) best[i] = [...best[j], place];
    }
  });
  const kept = new Set(best.reduce((longest, run) => (run.length > longest.length ? run : longest), []));
  const strays = after.filter((_, i) => !kept.has(places[i]));
  return new Map(strays.map((id) => [id, after.indexOf(id) < before.indexOf(id) ? say("moved ↑") : say("moved ↓")]));
}

function goneCopy(row) {
  const copy = row.cloneNode(true);
  copy.classList.add("row-gone");
  return copy;
}

function newsItem(text) {
  const item = document.createElement("li");
  item.className = "rows-news";
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  button.dataset.takesNew = "";
  button.dataset.key = ".";
  item.append(button);
  return item;
}

function tell(count, strays) {
  const words = [count && say("{count} new", { count }), strays && say("{strays} moved", { strays })].filter(Boolean).join(", ");
  hear(words);
}

/* Rows of the answer take the places of the rows that are on the page; what is new or gone is not yet carried out. */
function hold(lists, freshLists) {
  const present = rowsIn(lists);
  const incoming = new Map(rowsIn(freshLists).map((row) => [row.id, row]));
  const known = new Set(present.map((row) => row.id));
  const before = present.map((row) => row.id).filter((id) => incoming.has(id));
  moves = moved(before, [...incoming.keys()].filter((id) => known.has(id)));
  const counts = freshLists.map((list) => rowsIn([list]).filter((row) => !known.has(row.id)).length);
  freshLists.forEach((fresh, i) => {
    const rows = rowsIn([lists[i]]).map((row) => incoming.get(row.id) ?? goneCopy(row));
    fresh.replaceChildren(...(counts[i] ? [newsItem(say("{count} new", { count: counts[i] }))] : []), ...rows);
  });
  tell(counts.reduce((sum, count) => sum + count, 0), moves.size);
  return moves.size > 0 || counts.some(Boolean) || before.length < present.length;
}

function postpone(event, lists) {
  event.preventDefault();
  held = true;
  if (!document.querySelector(".rows-news")) lists[0].prepend(newsItem(say("Show changes")));
}

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method !== "GET" && ctx.sourceElement.closest?.(`${LIVE} > .row`)) owed = true;
  const main = event.detail.tasks.find((task) => task.type === "main" && task.target?.id === "page");
  if (!main) return;
  moves = new Map();
  held = false;
  const lists = listsIn(document);
  if (taking || !lists.length || !isBusy()) return;
  const fresh = listsIn(main.fragment);
  if (names(lists) === names(fresh)) held = hold(lists, fresh);
  else if (!asked.has(ctx)) postpone(event, lists);
});

/* A list that one's own verb begins or ends is shown at once, with the first answer asked for since: whoever pressed it waits for that. */
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!owed || ctx.target?.id !== "page") return;
  owed = false;
  asked.add(ctx);
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id !== "page") return;
  taking = false;
  for (const row of document.querySelectorAll(`${LIVE} > .row`)) {
    if (moves.has(row.id)) row.setAttribute("data-ui-moved", moves.get(row.id));
    else row.removeAttribute("data-ui-moved");
  }
});

function take() {
  taking = true;
  htmx.trigger("#page", "refresh");
}

function leave() {
  if (held) setTimeout(() => held && !isBusy() && take(), 250);
}

document.addEventListener("pointerout", ({ target }) => target.closest?.(LIVE) && leave());
document.addEventListener("focusout", ({ target }) => target.closest?.(LIVE) && leave());
document.addEventListener("click", ({ target }) => target.closest("[data-takes-new]") && take());
document.addEventListener("takesNew", take);
document.addEventListener("choseNone", leave);
