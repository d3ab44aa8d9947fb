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
    if (!write(kept)) button.textContent = _("This browser keeps nothing");
    show();
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
}

// Posts that are chosen in a list are saved together; the browser does all else with them.
function picking(list) {
  if (!list.querySelector("[data-picked]")) return;
  const [told, button] = ["picked", "save-picked"].map((name) => list.querySelector(`[data-${name}]`));
  const picked = () => [...list.querySelectorAll(".pick input:checked")];
  const show = () => {
    const count = picked().length;
    told.textContent = count ? _n(count, "%(num)s chosen", "%(num)s chosen") : "";
    button.disabled = !count;
  };
  list.addEventListener("change", show);
  button.addEventListener("click", () => {
    const posts = picked().map((box) => {
      const hit = box.closest(".hit");
      const [link, cite] = [hit.querySelector("h2 a"), hit.querySelector(".citation")];
      return {
        id: box.value,
        title: link.textContent,
        url: link.pathname,
        cite: cite?.textContent.replace(/doi:(?=\S+$)/, "https://doi.org/"),
        saved: today(),
      };
    });
    const known = new Set(read().map((post) => post.id));
    const added = posts.filter((post) => !known.has(post.id));
    told.textContent = write([...added, ...read()])
      ? _n(posts.length, "%(num)s in your reading list", "%(num)s in your reading list")
      : _("This browser keeps nothing");
  });
  show();
}

const prepared = new WeakSet();

function prepare() {
  for (const list of document.querySelectorAll(".list")) {
    if (prepared.has(list)) list.dispatchEvent(new Event("change"));
    else picking(list);
    prepared.add(list);
  }
}

document.querySelectorAll("[data-save]").forEach(saving);
prepare();
document.addEventListener("results", prepare);
// A page that is gone back to has its boxes as they were left.
addEventListener("pageshow", prepare);
