/* Whoever opens what a notice is about has read it, also in a window beside this one. */

const UNREAD = "#notice-rows > .row:not(.row-read)";

function read(event) {
  const row = event.button < 2 && event.target.closest?.(".row-link")?.closest(UNREAD);
  const form = row && row.querySelector("form.notice-verb");
  if (form) fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, redirect: "manual" });
}

document.addEventListener("click", read);
document.addEventListener("auxclick", read);
