/* A page that is one form begins in it: in its first field, or, where it shows what would come of it, at the verb that does it. An
   address that names a part of the page begins in the form there. */

const FIRST = { "": ":is(input:not([type=hidden]), textarea, select), .button-primary", verb: ".button-primary" };

const named = location.hash && document.getElementById(location.hash.slice(1))?.querySelector("form");
const form = named || (!location.hash && document.querySelector("form[data-begins]"));

function begin() {
  if (form && document.activeElement === document.body) form.querySelector(FIRST[form.dataset.begins ?? ""])?.focus({ preventScroll: Boolean(named) });
}

/* A browser that goes to a part of a page leaves every field on its way there. */
if (named) addEventListener("load", () => setTimeout(begin));
else begin();
