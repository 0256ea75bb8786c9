/* A page that is one form begins in it: in its first field, or, where it shows what would come of it, at the verb that does it. */

const FIRST = { "": ":is(input:not([type=hidden]), textarea, select), .button-primary", verb: ".button-primary" };

const form = document.querySelector("form[data-begins]");
if (form && document.activeElement === document.body && !location.hash) form.querySelector(FIRST[form.dataset.begins])?.focus();
