/* Results from the server while somebody types, only ever those of the last text. */

const PAUSE = 120;
const LEAST = 2;
let waiting = 0;
let asked = null;

export function findAsTyped(text, show) {
  clearTimeout(waiting);
  asked?.abort();
  if (text.length < LEAST) return;
  waiting = setTimeout(() => find(text, show), PAUSE);
}

async function find(text, show) {
  asked = new AbortController();
  try {
    const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(text)}`, { signal: asked.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("suggestions");
    if (found) show(document.adoptNode(found));
  } catch (fault) {
    if (fault.name !== "AbortError" && !(fault instanceof TypeError)) throw fault;
  }
}
