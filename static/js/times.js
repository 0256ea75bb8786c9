/* Relative times and clocks stay true without asking the server. */

import { say } from "./words.js";

const TICK = 30_000;
const [D, H, MIN, UNDER, BREACHED] = [say("d"), say("h"), say("min"), say("under a minute"), say("breached")];
const SPAN = new RegExp(`${UNDER}|\\d+ ${D}(?: \\d+ ${H})?|\\d+ ${H}(?: \\d+ ${MIN})?|\\d+ ${MIN}`);
const PASSED = {
  [say("due in")]: (span) => `${BREACHED} ${span}`,
  [say("back in")]: (span) => say("came back {span} ago", { span }),
  [say("promised in")]: (span) => say("promise broken {span}", { span }),
};

const minutesTo = (moment) => Math.floor(Math.abs(Date.now() - moment) / 60_000);

/* As the server writes them: two units at most, rounded down, and days alone from a week on. */
function spell(minutes) {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days) return hours && days < 7 ? `${days} ${D} ${hours} ${H}` : `${days} ${D}`;
  if (hours) return rest ? `${hours} ${H} ${rest} ${MIN}` : `${hours} ${H}`;
  return rest ? `${rest} ${MIN}` : UNDER;
}

function short(minutes) {
  if (minutes < 60) return `${minutes} ${MIN}`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)} ${H}`;
  return minutes < 43_200 ? `${Math.floor(minutes / 1440)} ${D}` : "";
}

function since(moment, bare) {
  const minutes = minutesTo(moment);
  if (minutes < 1) return bare ? say("now") : say("just now");
  const text = short(minutes);
  if (!text || bare) return text;
  return moment < Date.now() ? say("{text} ago", { text }) : say("in {text}", { text });
}

/* Only the span in the words changes; a clock that ended ("met", "paused") has none. Past its moment the words turn. */
function due(text, moment) {
  const span = text.match(SPAN);
  if (!span) return text;
  const before = text.slice(0, span.index).trim();
  const turned = moment < Date.now() ? PASSED[before] : null;
  if (turned) return turned(spell(minutesTo(moment)));
  return text.replace(SPAN, spell(minutesTo(moment)));
}

function write(element, text) {
  if (text && element.textContent !== text) element.textContent = text;
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-when]")) {
    write(time, since(Date.parse(time.dateTime), time.dataset.when === "bare"));
  }
  for (const time of document.querySelectorAll("time[data-due]")) {
    const text = due(time.textContent, Date.parse(time.dateTime));
    if (text.startsWith(BREACHED) && time.textContent !== text) time.closest(".due")?.classList.replace("due-warn", "due-bad");
    write(time, text);
  }
}

/* Paper does not go on: it says as of when it is true. */
function date() {
  refresh();
  const printed = document.querySelector("[data-printed]");
  if (!printed) return;
  const how = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: printed.dataset.printed, timeZoneName: "short" };
  printed.textContent = new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date());
}

addEventListener("beforeprint", date);
setInterval(refresh, TICK);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
