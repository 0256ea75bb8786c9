/* What pressing a key or choosing a command does to an element: a field gets the focus, anything else is clicked. */

export const isTyping = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const shut = (element) => element.closest("details:not([open])");

/* The details beside a page are a sheet on a phone, which a verb in it opens. */
function shutSheet(element) {
  const sheet = element.closest(".panel");
  return sheet && !sheet.checkVisibility() ? document.querySelector(`[data-toggles="#${sheet.id}"]`) : null;
}

/* A field may stand in closed details, and a verb in a closed menu or sheet. */
export function isUsable(element) {
  if (element.disabled || element.getAttribute("aria-disabled") === "true") return false;
  return element.checkVisibility() || Boolean(shutSheet(element) && !shut(element) && !element.closest("dialog")) || Boolean(element.closest("[popover]")) || Boolean(isTyping(element) && shut(element)?.checkVisibility());
}

/* The focus goes to what was chosen, or to what it asks for. */
function choose(label) {
  label.click();
  const next = label.dataset.then ? document.querySelector(label.dataset.then) : label.control;
  next?.focus();
}

export function press(element) {
  shutSheet(element)?.click();
  if (element.matches("label")) return choose(element);
  if (!isTyping(element)) {
    return (element.matches("button, a, summary") ? element : element.querySelector(".suggestion-verb :is(button, a)"))?.click();
  }
  const details = shut(element);
  if (details) details.open = true;
  element.focus();
}
