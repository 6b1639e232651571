// Leaving must work before and without everything else: no module, no server, no waiting.
"use strict";
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("#leave")) return;
  event.preventDefault();
  document.documentElement.replaceChildren();
  window.location.replace("about:blank");
}, true);
