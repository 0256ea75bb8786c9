/* What a morph must not take from the person at the page: open parts, typed text, focus, state set by scripts. */

const isDirty = (field) => field.type !== "hidden" && field.value !== field.defaultValue;

function keepsAttribute(element, name) {
  if (name === "open") return element.matches("details, dialog");
  if (name === "value") return element.matches("input") && (isDirty(element) || element === document.activeElement);
  return (element.dataset.keep || "").split(" ").includes(name);
}

function keepsNode(element) {
  if (element.matches?.("[data-draft-line]")) return true;
  return element instanceof HTMLTextAreaElement && (isDirty(element) || element === document.activeElement);
}

htmx.registerExtension("keep", {
  htmx_before_morph_attr: (element, { attrName }) => !keepsAttribute(element, attrName),
  htmx_before_morph_node: (element) => !keepsNode(element),
});

/* Only a response to the person's own act may move the focus; a live change may not. */
const isLive = (element) => element?.matches?.("#page, .slot");

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (!isLive(detail.task.sourceElement)) return;
  const waiting = [...target.querySelectorAll("[autofocus]")];
  waiting.forEach((element) => element.removeAttribute("autofocus"));
  queueMicrotask(() => waiting.forEach((element) => element.setAttribute("autofocus", "")));
});
