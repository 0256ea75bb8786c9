/* Runs before the first paint: the chosen theme, and the mark that scripts work. */
document.documentElement.dataset.js = "";
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage may be closed */ }
