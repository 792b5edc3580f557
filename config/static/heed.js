// All pages work without this file. It says when a request of htmx failed, closes the menu, and tells the
// server where in a text somebody types a name.
addEventListener("htmx:responseError", failed);
addEventListener("htmx:sendError", failed);
function failed() {
  const notes = document.getElementById("notes"), note = document.getElementById("failed");
  if (notes && note) notes.replaceChildren(note.content.cloneNode(true));
}
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); }
});
addEventListener("htmx:configRequest", ({ detail }) => {
  if ("caret" in detail.elt.dataset) detail.parameters.caret = detail.elt.selectionStart;
});
