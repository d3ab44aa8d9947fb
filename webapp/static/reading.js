// What stands on a post's page and on the reading list; saving.js, which comes first, keeps the list.
"use strict";

function copying(button) {
  const status = button.parentElement.querySelector("[role=status]");
  const text = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      status.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      status.textContent = "Selected: copy it with your keyboard";
    }
  });
}

function listing(page) {
  const find = (selector) => page.querySelector(selector);
  const list = find("ol");
  const status = find("[data-status]");
  const change = (id, changes) => {
    const kept = read().map((post) => (post.id === id ? { ...post, ...changes } : post));
    find("[data-fault]").hidden = write(kept);
  };

  function row(post) {
    const item = find("template").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.textContent = post.title;
    // Only an address of this site: storage is not proof against tampering.
    link.href = new URL(post.url, location.origin).pathname;
    item.querySelector(".citation").textContent = post.cite || "";
    item.querySelector("[data-saved]").textContent = `Saved ${post.saved}`;
    const note = item.querySelector("textarea");
    const date = item.querySelector("input");
    note.value = post.note || "";
    date.value = post.noted || "";
    note.addEventListener("input", () => {
      if (note.value && !date.value) date.value = today();
      change(post.id, { note: note.value, noted: date.value });
    });
    date.addEventListener("change", () => change(post.id, { noted: date.value }));
    const remove = item.querySelector("button");
    remove.lastElementChild.textContent = ` ${post.title}`;
    remove.addEventListener("click", () => {
      write(read().filter((other) => other.id !== post.id));
      show();
      status.textContent = `Removed: ${post.title}`;
      find("h1").tabIndex = -1;
      find("h1").focus();
    });
    return item;
  }

  function show() {
    const posts = read();
    list.replaceChildren(...posts.map(row));
    find("[data-none]").hidden = posts.length > 0;
    for (const part of page.querySelectorAll("[data-some]")) part.hidden = !posts.length;
    const ids = posts.map((post) => `post=${encodeURIComponent(post.id)}`);
    Object.assign(find("[data-export]"), {
      href: `${page.dataset.cite}?${ids.join("&")}`,
      download: "",
    });
  }

  find("[data-text]").addEventListener("click", () => {
    const parts = read().map((post) => [
      post.title,
      post.cite,
      new URL(post.url, location.origin).href,
      `Saved ${post.saved}`,
      post.note && ["My note", post.noted && ` (${post.noted})`, `: ${post.note}`].join(""),
    ].filter(Boolean).join("\n"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([parts.join("\n\n") + "\n"], { type: "text/plain" }));
    link.download = `reading-list-${today()}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  addEventListener("storage", show);
  addEventListener("pageshow", (event) => event.persisted && show());
  find(".without-script").hidden = true;
  find("[data-fault]").hidden = write(read());
  show();
}

document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("[data-list]").forEach(listing);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.addEventListener("click", () => print());
});
