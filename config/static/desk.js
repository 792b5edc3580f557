// Answers to ideas by keyboard; its links and buttons do the same without this file. Keys of one letter can be
// turned off, and are letters where somebody types.
const switched = document.getElementById("desk-keys"), answer = document.getElementById("answer");
const KEPT = "heed-desk-keys";
switched.checked = localStorage.getItem(KEPT) !== "off";
switched.closest("label").hidden = false;
switched.addEventListener("change", () => localStorage.setItem(KEPT, switched.checked ? "on" : "off"));

const follow = (rel) => document.querySelector(`#desk [rel=${rel}]`)?.click();
const reason = () => answer?.elements.namedItem("reason")?.focus();
const ACTS = {
  j: () => follow("next"), n: () => follow("next"), k: () => follow("prev"), p: () => follow("prev"), r: reason,
  "?": () => { const keys = document.getElementById("keys"); keys.open = true; keys.firstElementChild.focus(); },
};
function choose(number) {
  const choice = answer?.querySelectorAll("[name=to]")[number - 1];
  if (choice) { choice.checked = true; choice.dispatchEvent(new Event("change", { bubbles: true })); reason(); }
}
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && answer?.contains(event.target)) {
    event.preventDefault();
    return answer.requestSubmit();
  }
  const types = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (!switched.checked || types || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = ACTS[event.key] || (/^[1-5]$/.test(event.key) && (() => choose(event.key)));
  if (act) { event.preventDefault(); act(); }
});
