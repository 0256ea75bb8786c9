/* Tells what was searched for, so that gaps are seen: once somebody stops, leaves or opens a hit. Never each key. */

const STOPPED = 2000;
let standing = null;

const headers = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");

/* `keepalive` lets it arrive although the page is left. */
function tell({ asked, results }, hit = {}) {
  const body = new URLSearchParams({ q: asked, results, ...hit });
  fetch("/known-issues/searches", { method: "POST", keepalive: true, headers: headers(), body }).catch(() => { /* it only teaches */ });
}

export function askingDropped() {
  clearTimeout(standing?.timer);
  standing = null;
}

export function askingLeft() {
  if (standing) tell(standing);
  askingDropped();
}

/* What is shown takes the place of what was shown before. */
export function askingShown(found) {
  askingDropped();
  const { asked, results } = found?.dataset ?? {};
  if (asked) standing = { asked, results, timer: setTimeout(askingLeft, STOPPED) };
}

function opened({ target, button }) {
  const hit = button < 2 && target.closest("a[data-hit]");
  const found = hit && hit.closest("[data-asked]");
  if (!found) return;
  askingDropped();
  const position = [...found.querySelectorAll("a[data-hit]")].indexOf(hit) + 1;
  tell(found.dataset, { opened: hit.dataset.hit, position });
}

const onPage = () => document.querySelector("#main [data-asked]");

document.addEventListener("click", opened, true);
document.addEventListener("auxclick", opened, true);
document.addEventListener("input", ({ target }) => target.type === "search" && askingDropped());
document.addEventListener("htmx:after:swap", ({ detail }) => detail.ctx?.target?.matches?.("#search-found, #articles") && askingShown(onPage()));
addEventListener("pagehide", askingLeft);
askingShown(onPage());
