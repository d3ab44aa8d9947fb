// The box works without this script; with it, suggestions go on from what is typed, the results on
// a page of results follow it, and "/" leads to the box.
"use strict";

// What wakes the suggestions, which many pages never need.
const WAKING = ["focus", "input", "click", "keydown"];

function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(about)) input.setAttribute(name, value);
  let asleep = true;
  let missed = null;

  async function wake(event) {
    if (event.type !== "focus") missed = event;
    if (!asleep) return;
    asleep = false;
    try {
      (await import(form.dataset.suggesting)).suggest(form);
    } catch {
      asleep = true; // The network failed: the box works all the same.
      return;
    }
    for (const one of WAKING) input.removeEventListener(one, wake);
    // What was done while they were on their way is answered now.
    if (missed) input.dispatchEvent(new missed.constructor(missed.type, missed));
  }

  for (const one of WAKING) input.addEventListener(one, wake);
  if (document.activeElement === input) wake(new Event("focus"));
}

// On a page of results the answer follows what is typed in the box, and what is ticked beside it.
function follow(form, script) {
  const on = async (by, event) => (await import(script))[by](form, event);
  form.querySelector("input[type=search]").addEventListener("input", (event) => on("typed", event));
  document.addEventListener("change", (event) => {
    if (event.target.closest(".facets")) on("ticked", event);
  });
}

document.querySelectorAll("form.ask[data-suggest]").forEach((form) => {
  suggest(form);
  const live = document.querySelector("[data-live]");
  if (live) follow(form, live.dataset.live);
});

// Posts can be chosen in a list; the script that saves them comes with the first that is.
function choose() {
  const button = document.querySelector("[data-save-picked]");
  if (!button || !document.querySelector(".pick input:checked")) return;
  import(button.dataset.savePicked).catch(() => {}); // Without it, all else can be done with them.
}

document.addEventListener("change", choose);
addEventListener("pageshow", choose);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const box = document.querySelector("form.ask input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
