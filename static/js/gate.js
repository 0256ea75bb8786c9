/* What the gate found is shown in the text; a text of another window is taken over, or ours is kept. */

import { backOf, exchange } from "./returning.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const field = (id) => document.getElementById(id);

/* A field scrolls to its caret only when it is focused with it there. */
function jump({ dataset }) {
  const text = field(dataset.jump);
  text.blur();
  text.setSelectionRange(Number(dataset.start), Number(dataset.start));
  text.focus();
  text.setSelectionRange(Number(dataset.start), Number(dataset.end));
}

function touch(text) {
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

/* One's own text goes to where it can be had back. */
function take(text, theirs) {
  const was = { id: text.id, text: text.value, instead: theirs };
  exchange(text, theirs);
  toast({ text: say("The text of the other window stands here."), ...backOf(was) });
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-jump], [data-take], [data-touch]");
  if (!button) return;
  if (button.dataset.jump) jump(button);
  else if (button.dataset.take) take(field(button.dataset.into), field(button.dataset.take).textContent);
  else touch(field(button.dataset.touch));
});
