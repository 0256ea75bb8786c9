/* A dialog somebody is at outlives what it was for. A live change that takes it away leaves it open: what was typed is sent and refused in words. */

const atRisk = new Map();

/* What was removed keeps the mark that htmx knows it, and lost what htmx had bound. */
function bindAgain(dialog) {
  for (const element of dialog.querySelectorAll("*")) delete element._htmx;
  htmx.process(dialog);
}

function outlive(dialog, focus) {
  dialog.removeAttribute("open");
  document.body.append(dialog);
  bindAgain(dialog);
  dialog.showModal();
  focus?.focus();
  dialog.addEventListener("close", () => dialog.remove(), { once: true });
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.matches?.("form, button, a")) return;
  for (const dialog of document.querySelectorAll("#page dialog:modal")) atRisk.set(dialog, document.activeElement);
});

document.addEventListener("htmx:after:swap", () => {
  for (const [dialog, focus] of atRisk) if (!dialog.isConnected) outlive(dialog, focus);
  atRisk.clear();
});
