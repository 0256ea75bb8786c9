/* What a morph must not take from the person at the page: open parts, typed text, focus, state set by scripts. */

const isDirty = (field) => field.type !== "hidden" && field.value !== field.defaultValue;

function keepsAttribute(element, name) {
  if (name === "open") return element.matches("details, dialog");
  if (name === "value") return element.matches("input") && (isDirty(element) || element === document.activeElement);
  if (name === "tabindex") return element === document.activeElement;
  return (element.dataset.keep || "").split(" ").includes(name);
}

/* A form somebody is at stays whole until it is sent, its hidden version included: what it was filled in against must not move. */
let isLiveMorph = false;
const isTouched = (field) => {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected && field.selectedIndex > 0);
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("input, textarea") && isDirty(field);
};
const isBusy = (element) => element.matches?.("form") &&
  (element.closest("dialog[open]") || element.querySelector(".notice-bad, [aria-invalid]") || [...element.elements].some(isTouched));

function keepsNode(element) {
  if (isLiveMorph && isBusy(element)) return true;
  if (element.matches?.("[data-draft-line]")) return true;
  return element instanceof HTMLTextAreaElement && (isDirty(element) || element === document.activeElement);
}

/* A field that keeps its text is told all the same whether it is wrong, and whether the caret goes there. */
function tellField(element, answer) {
  if (isLiveMorph || !(element instanceof HTMLTextAreaElement) || !answer?.getAttribute) return;
  for (const name of ["aria-invalid", "aria-describedby", "autofocus"]) {
    if (answer.hasAttribute(name)) element.setAttribute(name, answer.getAttribute(name));
    else element.removeAttribute(name);
  }
}

htmx.registerExtension("keep", {
  htmx_before_morph_attr: (element, { attrName }) => !keepsAttribute(element, attrName),
  htmx_before_morph_node: (element, { newNode }) => {
    const keeps = keepsNode(element);
    if (keeps) tellField(element, newNode);
    return !keeps;
  },
});

/* Only a response to the person's own act may move the focus; a live change may not. */
const isLive = (element) => element?.matches?.("#page, .slot, [data-dialogs]");

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => { isLiveMorph = Boolean(isLive(ctx?.sourceElement)); });

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (!isLive(detail.task.sourceElement)) return;
  const waiting = [...target.querySelectorAll("[autofocus]")];
  waiting.forEach((element) => element.removeAttribute("autofocus"));
  queueMicrotask(() => waiting.forEach((element) => element.setAttribute("autofocus", "")));
});
