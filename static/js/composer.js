/* Reply and note are two forms; the mode shows one of them and puts the caret in it. */

function turnTo(composer, mode) {
  composer.setAttribute("data-ui-mode", mode);
  for (const button of composer.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  }
  composer.querySelector(`.composer-${mode} textarea`)?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-composer] [data-mode]");
  if (button) turnTo(button.closest("[data-composer]"), button.dataset.mode);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.form;
  if (!form || !event.target.matches("textarea, input")) return;
  event.preventDefault();
  form.querySelector("button:not([type=button], [type=reset])").click();
});

/* Whoever has sent is done writing: the keys of the page work again, unless more was typed meanwhile. */
function leaveField(form) {
  const field = document.activeElement;
  if (form.contains(field) && field.value === "") field.blur();
}

/* What somebody has just said stands above the composer and not behind it. */
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const isSent = ctx.sourceElement?.matches?.("[data-composer] form") && ctx.response?.status < 400;
  if (isSent) leaveField(ctx.sourceElement);
  const last = isSent && document.querySelector("#timeline > :last-child");
  const composer = document.querySelector("[data-composer]");
  if (!last || !composer) return;
  const hidden = last.getBoundingClientRect().bottom - composer.getBoundingClientRect().top;
  if (hidden > 0) scrollBy({ top: hidden + 16 });
});

/* From the field that narrows a list into the list. */
document.addEventListener("keydown", (event) => {
  const first = event.key === "ArrowDown" && event.target.dataset?.first && document.querySelector(event.target.dataset.first);
  if (!first) return;
  event.preventDefault();
  first.focus();
  first.click();
});
