/* What scripts say, in the reader's language: a table from English comes with the page. */

const words = JSON.parse(document.getElementById("words")?.dataset.words ?? "{}");

export const say = (text, places = {}) => (words[text] ?? text).replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);
