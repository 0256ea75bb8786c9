/* A form is sent once: whoever clicks twice while it is on its way sends nothing more. */

let sending = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (sending.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!form.hasAttribute("hx-post") && form.method === "post") {
    sending.add(form);
  }
}, true);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => ctx.sourceElement.matches?.("form") && sending.add(ctx.sourceElement));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => sending.delete(ctx.sourceElement));

/* Coming back to a page that the browser had kept. */
window.addEventListener("pageshow", () => { sending = new WeakSet(); });
