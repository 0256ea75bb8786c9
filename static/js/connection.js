/* The thin bar that says whether the page still hears from the server, and the retry of a stream that never began. */

import { toast } from "./toasts.js";
import { say } from "./words.js";

const live = document.getElementById("live");
const bar = document.getElementById("connection");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
let heard = new Date();
let failures = 0;
let showing;
let isOut = false;

function up() {
  isOut = false;
  heard = new Date();
  clearTimeout(showing);
  showing = undefined;
  bar.hidden = true;
  delete document.documentElement.dataset.uiStale;
}

/* The whole page was read anew. */
export const fresh = () => isOut || up();

/* All rows are as old as the last word of the server, and are marked so. */
function show() {
  bar.hidden = false;
  document.documentElement.dataset.uiStale = clock.format(heard);
}

function down(delay = 2000) {
  if (isOut) return;
  const words = navigator.onLine ? say("Reconnecting") : say("Offline");
  bar.textContent = say("{words}, last update {at} UTC. What you see is of then; what you type is safe.", { words, at: clock.format(heard) });
  showing ??= setTimeout(show, delay);
}

const person = () => document.getElementById("page")?.dataset.person;
let waiting = null;
let whose;

/* `form` is what could not be sent: it is sent when the same person is back. */
export function signedOut(form) {
  if (!isOut) whose = person();
  isOut = true;
  waiting = form ?? waiting;
  const safe = waiting ? say("What you typed is safe, and is sent when you are back.") : say("What you type is safe.");
  const link = Object.assign(document.createElement("a"), { href: "/sign-in", target: "_blank", className: "link", textContent: say("Sign in in a new tab") });
  bar.replaceChildren(`${say("You were signed out.")} ${safe} `, link);
  bar.hidden = false;
}

/* Whoever has signed in elsewhere and comes back finds the page alive again. */
export function signedIn() {
  if (!isOut) return;
  up();
  const form = waiting;
  waiting = null;
  if (form) setTimeout(() => sendAgain(form), 300);
}

function sendAgain(form) {
  if (form.isConnected && person() === whose) return form.requestSubmit();
  toast({ text: say("Somebody else is signed in now. Nothing was sent; what was typed stands where it was."), tone: "bad" });
}

function connectAgain() {
  failures += 1;
  setTimeout(() => htmx.process(live, true), Math.min(30_000, 1000 * 2 ** failures));
}

/* The page stands below the bar, however many lines it has. */
new ResizeObserver(() => document.documentElement.style.setProperty("--told", `${bar.offsetHeight}px`)).observe(bar);

if (live) {
  live.addEventListener("htmx:sse:after:connection", () => { up(); failures = 0; });
  live.addEventListener("htmx:sse:after:message", () => isOut || up());
  live.addEventListener("htmx:sse:error", ({ detail }) => (detail.status === 401 ? signedOut() : down()));
  for (const name of ["htmx:error", "htmx:response:error"]) {
    live.addEventListener(name, () => { down(); connectAgain(); });
  }
}

window.addEventListener("focus", () => isOut && htmx.trigger("#page", "refresh"));
window.addEventListener("offline", () => down(0));
/* The stream waits longer each time before it asks again; the page itself is asked at once. */
window.addEventListener("online", () => { if (live) htmx.trigger("#page", "refresh"); else up(); });
