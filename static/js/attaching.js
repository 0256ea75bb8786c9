/* Files that are pasted into the composer or dropped on it go to the case at once, with their progress, and are named in the text. */

import { toast } from "./toasts.js";
import { say } from "./words.js";

const composer = (element) => element?.closest?.(".composer-form");
const page = () => document.querySelector("[data-attaches]");

const given = new Set();

/* Two pictures of one second are two. */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  const end = file.name.split(".").pop();
  let name = `screenshot-${stamp}.${end}`;
  for (let next = 2; given.has(name); next += 1) name = `screenshot-${stamp}-${next}.${end}`;
  given.add(name);
  return new File([file], name, { type: file.type });
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

const mention = (name) => `(attached: ${name}) `;

/* Where it was pasted, and at once: whoever writes on is not interrupted. */
function insert(form, name) {
  const field = form.querySelector("textarea");
  const before = field.value.slice(0, field.selectionStart);
  field.focus();
  document.execCommand("insertText", false, `${before && !/\s$/.test(before) ? " " : ""}${mention(name)}`);
}

/* A text does not name what did not arrive. The caret stays. */
function leaveOut(form, name) {
  const field = document.getElementById(form.id)?.querySelector("textarea");
  const at = field ? field.value.indexOf(mention(name)) : -1;
  if (at < 0) return;
  field.setRangeText("", at, at + mention(name).length, "preserve");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function reasonOf(request) {
  const told = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-error-message]");
  if (request.status === 413) return told?.textContent.trim() ?? say("That file is too large. What you typed is safe.");
  return told?.textContent.trim() ?? say("The file did not arrive. What you typed is safe; try it again.");
}

/* What the server judged stays judged; what it never got, or could not take just then, can be sent once more. */
const mayComeYet = ({ status }) => status < 400 || status === 401 || status >= 500;

function failed(form, file, request) {
  leaveOut(form, file.name);
  const again = { label: say("Try again"), run: () => { insert(document.getElementById(form.id), file.name); send(document.getElementById(form.id), file); } };
  toast({ text: reasonOf(request), tone: "bad", act: mayComeYet(request) ? again : undefined });
}

function send(form, file) {
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
    if (request.status !== 200) return failed(form, file, request);
    toast({ text: form.matches(".composer-note") ? say("{name} is attached, for us only.", { name: file.name }) : say("{name} is attached.", { name: file.name }) });
    htmx.trigger("#page", "refresh");
  });
  request.send(body);
}

function attach(form, files) {
  for (const original of files) {
    const file = named(original);
    insert(form, file.name);
    send(form, file);
  }
}

/* Spreadsheets and word processors put a picture of the text beside the text itself: the text is meant. */
const isText = (transfer) => transfer.getData("text/plain").trim() && [...transfer.files].every((file) => /^image\.\w+$/.test(file.name));

function take(event, transfer) {
  const form = composer(event.target);
  if (!form || !transfer?.files.length || !page() || isText(transfer)) return;
  event.preventDefault();
  form.classList.remove("composer-drop");
  attach(form, transfer.files);
}

/* What names a file goes out when the file is there. */
document.addEventListener("submit", (event) => {
  const line = event.target.querySelector(".upload");
  if (!line || event.submitter?.hasAttribute("hx-post")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  toast({ text: say("{name} is still on its way. Send this when it has arrived.", { name: line.firstChild.textContent }), tone: "bad" });
}, true);

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
  attach(shown, target.files);
  target.value = "";
});

document.addEventListener("click", ({ target }) => target.closest("[data-attach]") && page()?.click());
