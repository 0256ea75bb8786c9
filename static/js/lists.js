/* A list that was read further down is asked for as long as it is by now, so that a live change takes no rows away. */

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id !== "page" || ctx.request.method !== "GET") return;
  const shown = document.querySelectorAll("#case-list .row").length;
  if (shown > 60) ctx.request.body.set("shown", shown);
});
