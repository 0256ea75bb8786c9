/* Whoever works by keys goes on where they were. When what had the focus is taken away, the next row of its list gets it, or the part of
   the page that it stood in: nothing that would be pressed by mistake. */

let was = null;
let place = { rows: [], parts: [] };
let byKeys = false;

function partsAround(element) {
  const part = element.parentElement?.closest("[id]");
  return !part || part.id === "page" ? [] : [part.id, ...partsAround(part)];
}

/* Its own row first, then those after it, then those before. */
function rowsFrom(row) {
  const rows = row ? [...row.parentElement.querySelectorAll(":scope > .row[id]")].map(({ id }) => id) : [];
  const at = rows.indexOf(row?.id);
  return [...rows.slice(Math.max(at, 0)), ...rows.slice(0, Math.max(at, 0)).reverse()];
}

const there = (ids) => ids.map((id) => document.getElementById(id)).find((element) => element?.checkVisibility());

function land() {
  if (!byKeys || document.activeElement !== document.body || !was || was.checkVisibility()) return;
  const target = there(place.rows)?.querySelector(".row-link") ?? there(place.parts) ?? document.querySelector("#page h1");
  if (!target) return;
  if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

const landSoon = () => requestAnimationFrame(land);

document.addEventListener("focusin", ({ target }) => {
  was = target;
  place = { rows: rowsFrom(target.closest(".row[id]")), parts: partsAround(target) };
});
document.addEventListener("keydown", () => { byKeys = true; }, true);
document.addEventListener("pointerdown", () => { byKeys = false; }, true);
document.addEventListener("htmx:after:swap", landSoon);
document.addEventListener("close", landSoon, true);
