/* A list that was read further down is asked for as long as it is by now, so that a live change takes no rows away. */

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id !== "page" || ctx.request.method !== "GET") return;
  const list = document.querySelector("[data-grows]");
  const shown = list?.querySelectorAll(".row").length;
  if (shown > Number(list?.dataset.grows)) ctx.request.body.set("shown", shown);
});
