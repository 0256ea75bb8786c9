/* What the gate found is shown in the text; a text of another window is taken over, or ours is kept. */

const field = (id) => document.getElementById(id);

/* A field scrolls to its caret only when it is focused with it there. */
function jump({ dataset }) {
  const text = field(dataset.jump);
  text.blur();
  text.setSelectionRange(Number(dataset.start), Number(dataset.start));
  text.focus();
  text.setSelectionRange(Number(dataset.start), Number(dataset.end));
}

function typed(text, value = text.value) {
  text.value = value;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-jump], [data-take], [data-touch]");
  if (!button) return;
  if (button.dataset.jump) jump(button);
  else if (button.dataset.take) typed(field(button.dataset.into), field(button.dataset.take).textContent);
  else typed(field(button.dataset.touch));
});
