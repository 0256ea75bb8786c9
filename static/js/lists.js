/* A list that was read further down is asked for as long as it is by now, so that neither a live change nor a verb takes rows away. */

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const isVerb = ctx.request.method !== "GET";
  if (ctx.sourceElement.id !== "page" && !isVerb) return;
  const list = document.querySelector("[data-grows]");
  const shown = list?.querySelectorAll(".row").length;
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
