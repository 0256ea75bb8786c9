/* The list of what is wrong in a form names each field as its label does, unless its sentence begins with that name. */

function labelOf(field) {
  const label = field?.labels?.[0] ?? field?.querySelector("legend") ?? field?.closest("fieldset")?.querySelector("legend");
  return label?.firstChild?.textContent.trim();
}

function nameFields() {
  for (const link of document.querySelectorAll(".notice-bad li > a[href^='#']")) {
    const label = labelOf(document.getElementById(link.hash.slice(1)));
    if (label && !link.textContent.startsWith(label)) link.prepend(`${label}: `);
  }
}

document.addEventListener("htmx:after:swap", nameFields);
nameFields();
