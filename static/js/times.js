/* Relative times and clocks stay true without asking the server. */

const TICK = 30_000;

function spell(minutes) {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h`;
  return minutes < 43_200 ? `${Math.floor(minutes / 1440)} d` : "";
}

function since(moment, bare) {
  const minutes = Math.floor(Math.abs(Date.now() - moment) / 60_000);
  if (minutes < 1) return bare ? "now" : "just now";
  const text = spell(minutes);
  if (!text || bare) return text;
  return moment < Date.now() ? `${text} ago` : `in ${text}`;
}

function left(moment) {
  const minutes = Math.floor(Math.abs(Date.now() - moment) / 60_000);
  const text = minutes < 1 ? "now" : spell(minutes) || `${Math.floor(minutes / 1440)} d`;
  if (moment < Date.now()) return text === "now" ? "breached now" : `breached ${text}`;
  return text === "now" ? "due now" : `due in ${text}`;
}

function write(element, text) {
  if (text && element.textContent !== text) element.textContent = text;
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-when]")) {
    write(time, since(Date.parse(time.dateTime), time.dataset.when === "bare"));
  }
  for (const time of document.querySelectorAll("time[data-due]")) {
    const moment = Date.parse(time.dateTime);
    write(time, left(moment));
    if (moment < Date.now()) time.closest(".due")?.classList.replace("due-warn", "due-bad");
  }
}

setInterval(refresh, TICK);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
