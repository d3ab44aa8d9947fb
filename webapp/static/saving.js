// The reading list is kept in this browser's storage and nowhere else; notes never leave it.
"use strict";

const KEY = "pprsearch.reading-list";

const today = () => {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((post) => post && post.id && post.url) : [];
  } catch {
    return []; // Storage is barred, or what is in it is not ours: writing will tell.
  }
}

// Whether the browser kept it.
function write(posts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(posts));
    return true;
  } catch {
    return false;
  }
}

function saving(button) {
  const saved = () => read().some((post) => post.id === button.dataset.save);
  const show = () => button.setAttribute("aria-pressed", String(saved()));
  button.addEventListener("click", () => {
    const { save: id, title, url, cite } = button.dataset;
    const others = read().filter((post) => post.id !== id);
    const kept = saved() ? others : [{ id, title, url, cite, saved: today() }, ...others];
    if (!write(kept)) button.textContent = "This browser keeps nothing";
    show();
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
}

// A post among others has no button in its markup: it would be of no use without this script.
function offer(hit) {
  const [link, cite] = [hit.querySelector("h2 a"), hit.querySelector(".citation")];
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.save = decodeURIComponent(link.pathname.split("/posts/").pop());
  button.dataset.title = link.textContent;
  button.dataset.url = link.pathname;
  if (cite) button.dataset.cite = cite.textContent.replace(/doi:(?=\S+$)/, "https://doi.org/");
  for (const text of ["Save", "Saved"]) {
    const part = button.appendChild(document.createElement("span"));
    part.textContent = text;
    part.append(Object.assign(document.createElement("span"), {
      className: "hidden",
      textContent: ` ${link.textContent}`,
    }));
  }
  link.parentElement.after(button);
}

document.querySelectorAll(".saveable .hit").forEach(offer);
document.querySelectorAll("[data-save]").forEach(saving);
