/* Small comforts: theme, copying a reference, ticking all rows. */

import { toast } from "./toasts.js";
import { say } from "./words.js";

const THEMES = { system: say("Theme: system"), light: say("Theme: light"), dark: say("Theme: dark") };
const NEXT = { system: "light", light: "dark", dark: "system" };
const chosen = () => document.documentElement.dataset.theme || "system";

function nameTheme() {
  for (const label of document.querySelectorAll("[data-theme-toggle] span")) label.textContent = say(THEMES[chosen()]);
}

function turnTheme() {
  const theme = NEXT[chosen()];
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try { theme === "system" ? localStorage.removeItem("theme") : localStorage.setItem("theme", theme); } catch { /* closed */ }
  nameTheme();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast({ text: say("Copied {text}", { text }) });
  } catch {
    toast({ text: say("This browser would not copy. The text is {text}", { text }), tone: "bad" });
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-theme-toggle]")) turnTheme();
  const copied = target.closest("[data-copy]");
  if (copied) copy(copied.dataset.copy);
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-ticks]")) return;
  for (const box of document.querySelectorAll(`${target.dataset.ticks} input[type="checkbox"]`)) box.checked = target.checked;
});

nameTheme();
