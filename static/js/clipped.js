/* What is cut off at the end of its line is told whole to whoever points at it. */

const LINES = ".clip, .row-link, .c-hint, .c-two > small, .head-title h1";
const OURS = "data-ui-clipped";

document.addEventListener("pointerover", ({ target }) => {
  const line = target.closest?.(LINES);
  if (!line || (line.title && !line.hasAttribute(OURS))) return;
  const isCut = line.scrollWidth > line.clientWidth;
  line.toggleAttribute(OURS, isCut);
  if (isCut) line.title = line.textContent.trim().replace(/\s+/g, " ");
  else line.removeAttribute("title");
});
