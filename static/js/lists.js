/* A list that was read further down is asked for as long as it is by now, so that neither a live change nor a verb takes rows away. */

/* As long as it was when its reader left it, until it was asked for so. */
const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
let wanted = (isBack && history.state?.shown) || 0;

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const isVerb = ctx.request.method !== "GET";
  if (ctx.sourceElement.id !== "page" && !isVerb) return;
  const list = document.querySelector("[data-grows]");
  const shown = Math.max(wanted, list?.querySelectorAll(".row").length ?? 0);
  if (!(shown > Number(list?.dataset.grows))) return;
  if (isVerb) ctx.request.action += `${ctx.request.action.includes("?") ? "&" : "?"}shown=${shown}`;
  else ctx.request.body.set("shown", shown);
});

/* The columns of a kept list change places by their buttons. What is sent are the numbers beside them. */
function moveColumn(line, step) {
  const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(line);
  else other.after(line);
  [...line.parentElement.children].forEach((one, at) => { one.querySelector(".place").value = at + 1; });
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-moves]");
  if (!button) return;
  moveColumn(button.closest("li"), Number(button.dataset.moves));
  const [usable] = [button, ...button.parentElement.children].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  usable.focus();
});

/* Who opens a row and comes back finds the list as long as it was, at the same place. */
document.addEventListener("click", ({ target }) => {
  const list = target.closest(".row-link") && document.querySelector("[data-grows]");
  const shown = list?.querySelectorAll(".row").length;
  if (shown > Number(list?.dataset.grows)) history.replaceState({ ...history.state, shown, at: scrollY }, "");
}, true);

/* The next rows are among those. */
document.addEventListener("htmx:before:request", (event) => {
  if (wanted && event.detail.ctx.sourceElement.closest?.("#list-more")) event.preventDefault();
});

function comeBack() {
  document.addEventListener("htmx:finally:request", function stand({ detail: { ctx } }) {
    if (ctx.sourceElement?.id !== "page") return;
    document.removeEventListener("htmx:finally:request", stand);
    wanted = 0;
    scrollTo({ top: history.state.at, behavior: "instant" });
  });
  htmx.trigger("#page", "refresh");
}

if (wanted) addEventListener("load", () => setTimeout(comeBack));
