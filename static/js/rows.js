/* Live lists: while the pointer or the focus is on a row, rows keep their places and new ones wait behind a button. */

const LIVE = "[data-live-list]";
let held = false;
let taking = false;
let moves = new Map();

const page = () => document.getElementById("page");
const rowsOf = (list) => [...list.children].filter((row) => row.matches(".row"));

function isBusy() {
  return Boolean(document.querySelector(`${LIVE} > .row:hover`) || document.activeElement?.closest(`${LIVE} > .row`));
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
  return new Map(after.filter((_, i) => !kept.has(places[i])).map((id) => [id, after.indexOf(id) < before.indexOf(id) ? "moved ↑" : "moved ↓"]));
}

function goneCopy(row) {
  const copy = row.cloneNode(true);
  copy.classList.add("row-gone");
  return copy;
}

function newsItem(count) {
  const item = document.createElement("li");
  item.className = "rows-news";
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${count} new` });
  button.dataset.takesNew = "";
  button.dataset.key = ".";
  item.append(button);
  return item;
}

function hold(list, fresh) {
  const incoming = new Map(rowsOf(fresh).map((row) => [row.id, row]));
  const present = rowsOf(list);
  const before = present.map((row) => row.id).filter((id) => incoming.has(id));
  const known = new Set(present.map((row) => row.id));
  const after = [...incoming.keys()].filter((id) => known.has(id));
  const news = incoming.size - after.length;
  for (const [id, text] of moved(before, after)) moves.set(id, text);
  const rows = present.map((row) => incoming.get(row.id) ?? goneCopy(row));
  fresh.replaceChildren(...(news ? [newsItem(news)] : []), ...rows);
  return news > 0 || moves.size > 0 || after.length < present.length;
}

document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  const main = tasks.find((task) => task.type === "main" && task.target?.id === "page");
  if (!main) return;
  moves = new Map();
  held = false;
  if (taking || !isBusy()) return;
  for (const list of document.querySelectorAll(LIVE)) {
    const fresh = main.fragment.querySelector(`#${CSS.escape(list.id)}`);
    if (fresh) held = hold(list, fresh) || held;
  }
});

document.addEventListener("htmx:after:swap", () => {
  taking = false;
  for (const row of document.querySelectorAll(`${LIVE} > .row`)) {
    if (moves.has(row.id)) row.setAttribute("data-ui-moved", moves.get(row.id));
    else row.removeAttribute("data-ui-moved");
  }
});

function take() {
  taking = true;
  htmx.trigger(page(), "refresh");
}

function leave() {
  if (held) setTimeout(() => held && !isBusy() && take(), 250);
}

document.addEventListener("pointerout", ({ target }) => target.closest?.(LIVE) && leave());
document.addEventListener("focusout", ({ target }) => target.closest?.(LIVE) && leave());
document.addEventListener("click", ({ target }) => target.closest("[data-takes-new]") && take());
