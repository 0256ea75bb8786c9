/* What a verb took out of a field can be put back into it. `data-replaces` names the field whose text the verb exchanges. */

import { say } from "./words.js";

/* As if it had been typed: Ctrl Z takes it back. */
export function exchange(field, text) {
  field.focus();
  field.select();
  if (text) document.execCommand("insertText", false, text);
  else document.execCommand("delete");
}

/* What somebody wrote since stays above. The field may have come anew, and may not be the one that is shown. */
function putBack({ id, text, instead }) {
  const field = document.getElementById(id);
  if (!field) return;
  if (!field.checkVisibility()) document.querySelector(`[data-mode="${field.closest(".composer-note") ? "note" : "reply"}"]`)?.click();
  const now = field.value.trim();
  exchange(field, !now || now === instead?.trim() || now.includes(text.trim()) ? text : `${now}\n\n${text}`);
}

export const backOf = (was) => ({ act: { label: say("Put the text back"), run: () => putBack(was) } });

/* Told of on the element whose verb it was, or, where its answer took it away, on the page. */
let taken = null;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const field = document.getElementById(ctx.sourceElement?.dataset?.replaces);
  if (field) taken = { source: ctx.sourceElement, id: field.id, text: field.value };
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (taken?.source === ctx.sourceElement && ctx.response.status >= 400) taken = null;
});

/* What a toast about this element's verb offers. */
export function offerBack(source) {
  const was = taken && (taken.source === source || !taken.source.isConnected) ? taken : null;
  if (!was) return {};
  taken = null;
  return was.text.trim() ? backOf(was) : {};
}
