/* Files that are pasted into the composer or dropped on it go to the case at once, with their progress, and are named in the text. */

import { toast } from "./toasts.js";
import { say } from "./words.js";

const composer = (element) => element?.closest?.(".composer-form");
const page = () => document.querySelector("[data-attaches]");

function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return new File([file], `screenshot-${stamp}.${file.name.split(".").pop()}`, { type: file.type });
}

function lineFor(form, file) {
  const line = document.createElement("p");
  line.className = "upload";
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", say("Sending {name}", { name: file.name }));
  line.append(file.name, bar);
  form.querySelector(".composer-foot").before(line);
  return { line, bar };
}

function insert(form, name) {
  const field = form.querySelector("textarea");
  const before = field.value.slice(0, field.selectionStart);
  field.focus();
  document.execCommand("insertText", false, `${before && !/\s$/.test(before) ? " " : ""}(attached: ${name}) `);
}

function reasonOf(request) {
  const told = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-error-message]");
  if (request.status === 413) return told?.textContent.trim() ?? say("That file is too large. What you typed is safe.");
  return told?.textContent.trim() ?? say("The file did not arrive. What you typed is safe; try it again.");
}

function send(form, original) {
  const file = named(original);
  const { line, bar } = lineFor(form, file);
  const body = new FormData();
  body.set("file", file, file.name);
  if (form.matches(".composer-note")) body.set("internal", "1");
  const request = new XMLHttpRequest();
  request.open("POST", page().dataset.attaches);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("x-csrftoken", form.elements._csrf_token.value);
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
  request.addEventListener("loadend", () => {
    line.remove();
    if (request.status === 200) {
      insert(form, file.name);
      toast({ text: form.matches(".composer-note") ? say("{name} is attached, for us only.", { name: file.name }) : say("{name} is attached.", { name: file.name }) });
      htmx.trigger("#page", "refresh");
    } else toast({ text: reasonOf(request), tone: "bad" });
  });
  request.send(body);
}

function take(event, transfer) {
  const form = composer(event.target);
  if (!form || !transfer?.files.length || !page()) return;
  event.preventDefault();
  form.classList.remove("composer-drop");
  for (const file of transfer.files) send(form, file);
}

document.addEventListener("paste", (event) => take(event, event.clipboardData));
document.addEventListener("drop", (event) => take(event, event.dataTransfer));
document.addEventListener("dragover", (event) => {
  const form = composer(event.target);
  if (!form || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("composer-drop");
});
document.addEventListener("dragleave", ({ target }) => composer(target)?.classList.remove("composer-drop"));

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-attaches]")) return;
  const shown = document.querySelector(`.composer-${target.closest(".composer").dataset.uiMode}`);
  for (const file of target.files) send(shown, file);
  target.value = "";
});

document.addEventListener("click", ({ target }) => target.closest("[data-attach]") && page()?.click());
