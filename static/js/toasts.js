/* One line that says what happened, with Undo where an undo exists. Bad news stays until read. */

import { say } from "./words.js";

const SPRITE = new URL("../vendor/icons.svg", import.meta.url).pathname;
const STAYS = 6000;
const region = document.getElementById("toasts");

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.classList.add("icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function undoForm({ url, label = say("Undo"), fields = {} }) {
  const told = Object.entries(fields).map(([name, value]) => element("input", { type: "hidden", name, value }));
  const form = element("form", { action: url, method: "post" }, ...told, element("button", { className: "button" }, label));
  form.setAttribute("hx-post", url);
  form.setAttribute("hx-swap", "none");
  return form;
}

function leaves(line, delay) {
  let timer = setTimeout(() => line.remove(), delay);
  line.addEventListener("pointerenter", () => clearTimeout(timer));
  line.addEventListener("focusin", () => clearTimeout(timer));
  line.addEventListener("pointerleave", () => { timer = setTimeout(() => line.remove(), delay); });
}

/* `act` is something this page does by itself. */
export function toast({ text, tone = "ok", undo, act, link, id }) {
  if (!text) return null;
  const line = element("div", { className: `toast toast-${tone}` }, icon(tone === "bad" ? "octagon-alert" : "circle-check"), element("span", {}, text));
  if (id) line.append(element("span", { className: "ref" }, id));
  if (link) line.append(element("a", { className: "button", href: link.url }, link.text));
  if (undo) line.append(undoForm(undo));
  if (act) line.append(element("button", { type: "button", className: "button", onclick: () => { line.remove(); act.run(); } }, act.label));
  if (tone === "bad") line.append(element("button", { type: "button", className: "button button-plain", onclick: () => line.remove() }, say("Close")));
  else leaves(line, undo || act ? STAYS * 2 : STAYS);
  while (region.children.length > 3) region.firstElementChild.remove();
  region.append(line);
  htmx.process(line);
  return line;
}

/* Esc reads the last one away. */
export function dropToast() {
  region.lastElementChild?.remove();
}

/* What the page came with is said anew: nobody hears what was in a region from the start. */
for (const line of region.querySelectorAll("[data-toast]")) {
  line.remove();
  setTimeout(() => toast({ text: line.textContent.trim() }), 100);
}
