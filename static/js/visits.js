/* Tells the server now and then that this page is open and what is done on it, and at once when that changes. */

const EVERY = 20_000;
const STILL = 30_000;
let typedAt = 0;
let writes = "";

let tab = "";

const form = () => document.querySelector("[data-visit]");

function doing() {
  return writes && Date.now() - typedAt < STILL ? writes : "viewing";
}

function beat({ always = false } = {}) {
  const own = form();
  if (!own || document.hidden || !navigator.onLine) return;
  const now = doing();
  if (!always && own.elements.doing.value === now) return;
  own.elements.doing.value = now;
  htmx.trigger(own, "beat");
}

/* A form that came anew stands in the same window as the one before. */
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const own = ctx.sourceElement;
  if (!own?.matches?.("[data-visit]")) return;
  tab ||= own.elements.tab.value;
  own.elements.tab.value = tab;
  ctx.request.body?.set?.("tab", tab);
});

document.addEventListener("input", ({ target }) => {
  const composing = target.closest?.(".composer-form");
  if (!composing || !target.matches("textarea")) return;
  typedAt = Date.now();
  writes = target.value.trim() ? (composing.matches(".composer-reply") ? "replying" : "noting") : "";
  beat();
});

document.addEventListener("draft:sent", () => { writes = ""; beat(); });
document.addEventListener("visibilitychange", () => beat({ always: true }));
setInterval(() => beat({ always: true }), EVERY);

window.addEventListener("pagehide", () => {
  const own = form();
  if (own) navigator.sendBeacon(own.dataset.leaves, new URLSearchParams({ _csrf_token: own.elements._csrf_token.value, tab: own.elements.tab.value }));
});
