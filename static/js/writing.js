/* Markdown while one writes: keys for what is used most, a preview, tables and logs that are pasted as such. */

import { toast } from "./toasts.js";
import { say } from "./words.js";

const isField = (element) => element?.matches?.(".composer-form textarea");
const shownForm = () => document.querySelector(`.composer-${document.querySelector(".composer")?.dataset.uiMode}`);

function put(field, text, from = field.selectionStart, to = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(from, to);
  document.execCommand("insertText", false, text);
}

/* Around the selection, or taken away from around it. */
function wrap(field, mark) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  if (chosen && value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark) {
    put(field, chosen, from - mark.length, to + mark.length);
    return field.setSelectionRange(from - mark.length, to - mark.length);
  }
  put(field, `${mark}${chosen}${mark}`);
  field.setSelectionRange(from + mark.length, to + mark.length);
}

function code(field) {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (chosen.includes("\n")) put(field, `\`\`\`\n${chosen}\n\`\`\``);
  else wrap(field, "`");
}

function listed(field) {
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.value.indexOf("\n", field.selectionEnd);
  const to = end < 0 ? field.value.length : end;
  const lines = field.value.slice(from, to).split("\n");
  const is = lines.every((line) => line.startsWith("- "));
  put(field, lines.map((line) => (is ? line.slice(2) : `- ${line}`)).join("\n"), from, to);
}

export function preview() {
  const form = shownForm();
  const shown = form?.querySelector(".composer-preview");
  if (!shown) return false;
  shown.hidden = !shown.hidden;
  document.querySelector("[data-preview]")?.setAttribute("aria-pressed", String(!shown.hidden));
  if (!shown.hidden) htmx.trigger(shown, "preview");
  return true;
}

const KEYS = { b: (field) => wrap(field, "**"), i: (field) => wrap(field, "_"), e: code, ".": preview };

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !isField(event.target)) return;
  const act = event.shiftKey ? event.code === "Digit8" && listed : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(event.target);
});

document.addEventListener("click", ({ target }) => target.closest("[data-preview]") && preview());

let waiting;
document.addEventListener("input", ({ target }) => {
  const shown = isField(target) && target.form.querySelector(".composer-preview:not([hidden])");
  if (!shown) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => htmx.trigger(shown, "preview"), 300);
});

const MACHINE = /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]|\[?\d\d:\d\d:\d\d|(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b|at \S+\(|File "|Traceback|Caused by:|[{}[\]]|\s{4}\S)/;
const share = (lines, test) => lines.filter(test).length / lines.length;

function tableOf(lines) {
  const cells = lines.map((line) => line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")));
  const width = Math.max(...cells.map((row) => row.length));
  const row = (values) => `| ${Array.from({ length: width }, (_, i) => values[i] ?? "").join(" | ")} |`;
  return [row(cells[0]), row(Array(width).fill("---")), ...cells.slice(1).map(row)].join("\n");
}

function shaped(text) {
  const lines = text.replace(/\r\n/g, "\n").replace(/\n+$/, "").split("\n");
  if (lines.length >= 2 && share(lines, (line) => line.includes("\t")) === 1) return { told: say("Pasted as a table. Ctrl Z takes it back."), text: tableOf(lines) };
  if (lines.length >= 3 && share(lines, (line) => MACHINE.test(line)) >= 0.5) return { told: say("Pasted as code. Ctrl Z takes it back."), text: `\`\`\`\n${lines.join("\n")}\n\`\`\`` };
  return null;
}

document.addEventListener("paste", (event) => {
  if (event.defaultPrevented || !isField(event.target)) return;
  const field = event.target;
  const before = field.value.slice(0, field.selectionStart);
  const found = (before.match(/^```/gm)?.length ?? 0) % 2 === 0 && shaped(event.clipboardData.getData("text/plain"));
  if (!found) return;
  event.preventDefault();
  put(field, `${before && !before.endsWith("\n") ? "\n\n" : ""}${found.text}\n`);
  toast({ text: found.told });
});
