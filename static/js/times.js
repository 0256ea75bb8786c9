/* Relative times and clocks stay true without asking the server. */

const TICK = 30_000;
const SPAN = /under a minute|\d+ d(?: \d+ h)?|\d+ h(?: \d+ min)?|\d+ min/;
const PASSED = { "due in": ["breached", ""], "back in": ["came back", " ago"], "promised in": ["promise broken", ""] };

const minutesTo = (moment) => Math.floor(Math.abs(Date.now() - moment) / 60_000);

/* Two units at most, rounded down, as the server writes them. */
function spell(minutes) {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return rest ? `${hours} h ${rest} min` : `${hours} h`;
  return rest ? `${rest} min` : "under a minute";
}

function short(minutes) {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h`;
  return minutes < 43_200 ? `${Math.floor(minutes / 1440)} d` : "";
}

function since(moment, bare) {
  const minutes = minutesTo(moment);
  if (minutes < 1) return bare ? "now" : "just now";
  const text = short(minutes);
  if (!text || bare) return text;
  return moment < Date.now() ? `${text} ago` : `in ${text}`;
}

/* Only the span in the words changes; a clock that ended ("met", "paused") has none. Past its moment the words turn. */
function due(text, moment) {
  const span = text.match(SPAN);
  if (!span) return text;
  const before = text.slice(0, span.index).trim();
  const turned = moment < Date.now() ? PASSED[before] : null;
  if (turned) return `${turned[0]} ${spell(minutesTo(moment))}${turned[1]}`;
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
    if (text.startsWith("breached") && time.textContent !== text) time.closest(".due")?.classList.replace("due-warn", "due-bad");
    write(time, text);
  }
}

setInterval(refresh, TICK);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
