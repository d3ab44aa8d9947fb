// Links to passages of a post, and sharing: by the browser's own sheet where there is one, and else by
// copying. Nothing is loaded for it, and nobody is told.
"use strict";

const told = (status, text) => {
  status.textContent = text;
};

async function copied(text, status) {
  try {
    await navigator.clipboard.writeText(text);
    told(status, _("Link copied"));
  } catch {
    told(status, text);
  }
}

// The address of a passage: the browser that follows it scrolls to the words and marks them.
function passage(text) {
  const words = text.trim().split(/\s+/);
  const coded = (part) => encodeURIComponent(part.join(" ")).replace(/-/g, "%2D");
  const found = words.length > 12
    ? `${coded(words.slice(0, 5))},${coded(words.slice(-5))}`
    : coded(words);
  return `${location.origin}${location.pathname}#:~:text=${found}`;
}

function sharing(button) {
  const status = button.closest(".actions").querySelector("[data-shared]");
  const address = `${location.origin}${location.pathname}`;
  button.addEventListener("click", async () => {
    if (!navigator.share) return copied(address, status);
    try {
      await navigator.share({ title: button.dataset.share, url: address });
    } catch (error) {
      if (error.name !== "AbortError") copied(address, status);
    }
  });
}

// A passage that is marked with the mouse, the keyboard or a finger has a button for its link.
function marking(post) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "passage-link",
    hidden: true,
    textContent: _("Copy link to this passage"),
  });
  const status = post.querySelector("[data-shared]");
  post.append(button);
  let text = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const whole = selection.rangeCount ? selection.getRangeAt(0).commonAncestorContainer : null;
    const within = whole && (whole.nodeType === 1 ? whole : whole.parentElement).closest(".prose, .bottom-line");
    text = within ? selection.toString().trim() : "";
    button.hidden = text.split(/\s+/).length < 2;
    if (button.hidden) return;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    const outer = post.getBoundingClientRect();
    button.style.top = `${box.bottom - outer.top + 8}px`;
  });
  // The mark stays while the button is pressed.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => copied(passage(text), status));
}

document.querySelectorAll("[data-share]").forEach(sharing);
document.querySelectorAll("[data-link-to]").forEach((button) => {
  const status = document.querySelector("[data-shared]");
  button.addEventListener("click", () => {
    copied(`${location.origin}${location.pathname}#${button.dataset.linkTo}`, status);
  });
});
document.querySelectorAll(".post").forEach(marking);
