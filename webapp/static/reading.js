// What stands on a post's page and on the reading list; saving.js, which comes first, keeps the list.
"use strict";

function copying(button) {
  const status = button.parentElement.querySelector("[role=status]");
  const text = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      status.textContent = _("Copied");
    } catch {
      getSelection().selectAllChildren(text);
      status.textContent = _("Selected: copy it with your keyboard");
    }
  });
}

// What a reader writes beside a post, each in the field with that name.
const FIELDS = ["note", "plan", "minutes", "noted"];
const FEW = 5;
const HEADS = [
  _("Date"), _("Title"), _("Citation"), _("Minutes"), _("What I learned"), _("What I will do"), _("Address"),
];

const yearOf = (post) => (post.noted || post.saved || "").slice(0, 4);
const addressOf = (post) => new URL(post.url, location.origin).href;

// A cell of a table that no program takes for a formula.
function cell(value) {
  const text = String(value ?? "");
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

function download(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// The posts of a file that this page wrote, as far as they are such; null for any other file.
function understood(text) {
  try {
    const { posts } = JSON.parse(text);
    return posts
      .filter((post) => [post.id, post.title, post.url].every((part) => part && typeof part === "string"))
      .map((post) => Object.fromEntries(
        ["id", "title", "url", "cite", "saved", ...FIELDS]
          .filter((name) => ["string", "number"].includes(typeof post[name]))
          .map((name) => [name, String(post[name]).slice(0, 20000)]),
      ));
  } catch {
    return null;
  }
}

// A day in the page's language, or as it was kept if it is none.
function day(kept) {
  const date = new Date(`${kept}T00:00`);
  return Number.isNaN(date.getTime()) ? kept : date.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
}

function listing(page) {
  const find = (selector) => page.querySelector(selector);
  const list = find("ol");
  const status = find("[data-status]");
  const years = find("[data-years]");
  const shown = () => read().filter((post) => !years.value || yearOf(post) === years.value);
  const change = (id, changes) => {
    const kept = read().map((post) => (post.id === id ? { ...post, ...changes } : post));
    find("[data-fault]").hidden = write(kept);
    sum();
  };

  function row(post) {
    const item = find("template").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.textContent = post.title;
    // Only an address of this site: storage is not proof against tampering.
    link.href = new URL(post.url, location.origin).pathname;
    item.querySelector(".citation").textContent = post.cite || "";
    item.querySelector("[data-saved]").textContent = _("Saved %(day)s").replace("%(day)s", day(post.saved));
    // In a long list only what was written on is open.
    const written = FIELDS.some((name) => post[name]);
    item.querySelector("details").open = written || shown().length <= FEW;
    for (const name of FIELDS) {
      const field = item.querySelector(`[name=${name}]`);
      field.value = post[name] || "";
      field.toggleAttribute("data-empty", !field.value);
      field.addEventListener("input", () => {
        const dated = item.querySelector("[name=noted]");
        if (field.value && !dated.value) dated.value = today();
        for (const each of [field, dated]) each.toggleAttribute("data-empty", !each.value);
        change(post.id, { [name]: field.value, noted: dated.value });
      });
    }
    const remove = item.querySelector("button");
    remove.lastElementChild.textContent = ` ${post.title}`;
    remove.addEventListener("click", () => {
      write(read().filter((other) => other.id !== post.id));
      show();
      status.textContent = _("Removed: %(title)s").replace("%(title)s", () => post.title);
      find("h1").tabIndex = -1;
      find("h1").focus();
    });
    return item;
  }

  function sum() {
    const posts = shown();
    const minutes = posts.reduce((all, post) => all + (Number.parseInt(post.minutes, 10) || 0), 0);
    const counts = [_n(posts.length, "%(num)s post", "%(num)s posts")];
    if (minutes) counts.push(_n(minutes, "%(num)s minute", "%(num)s minutes"));
    // Printed, it is all that tells of which year the record is.
    find("[data-sum]").textContent = [years.value, counts.join(", ")].filter(Boolean).join(" · ");
  }

  function show() {
    const posts = read();
    const chosen = years.value;
    const found = [...new Set(posts.map(yearOf))].filter(Boolean).sort().reverse();
    years.replaceChildren(new Option(_("All years"), ""), ...found.map((year) => new Option(year, year)));
    years.value = found.includes(chosen) ? chosen : "";
    list.replaceChildren(...shown().map(row));
    find("[data-none]").hidden = posts.length > 0;
    for (const part of page.querySelectorAll("[data-some]")) part.hidden = !posts.length;
    for (const old of find("[data-export]").querySelectorAll("input")) old.remove();
    find("[data-export]").append(...shown().map((post) => Object.assign(
      document.createElement("input"), { type: "hidden", name: "post", value: post.id },
    )));
    sum();
  }

  find("[data-csv]").addEventListener("click", () => {
    const rows = shown().map((post) => [
      post.noted || post.saved, post.title, post.cite, post.minutes, post.note, post.plan, addressOf(post),
    ]);
    const lines = [HEADS, ...rows].map((each) => each.map(cell).join(","));
    // The mark at its beginning tells spreadsheets that it is UTF-8.
    download(`\ufeff${lines.join("\r\n")}\r\n`, "text/csv", `record-${years.value || today()}.csv`);
  });
  find("[data-file]").addEventListener("click", () => {
    const told = { made: today(), posts: read() };
    download(`${JSON.stringify(told, null, 2)}\n`, "application/json", `reading-list-${today()}.json`);
  });
  find("[data-from-file]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    const posts = file && understood(await file.text());
    target.value = "";
    if (!posts) {
      status.textContent = _("That file is no reading list of this page.");
      return;
    }
    // What is written here already stays; the file adds what is not.
    const known = new Map(read().map((post) => [post.id, post]));
    const added = posts.filter((post) => !known.has(post.id));
    find("[data-fault]").hidden = write([...known.values(), ...added]);
    show();
    status.textContent = _n(added.length, "%(num)s post added from the file.", "%(num)s posts added from the file.");
  });
  years.addEventListener("change", show);
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
