// Suggestions that go on from what is typed in the box. The pattern is the list autocomplete of the
// ARIA practices: the focus stays in the box, and the option that the arrow keys have reached is named
// by aria-activedescendant.

const PAUSE = 120; // milliseconds without a key before suggestions are asked for
const KINDS = { topic: _("Topic"), post: _("Post"), question: "" };

// How the list looks, which is asked for once in a page; without it the list is there all the same.
let styled = null;

function style(address) {
  styled ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return styled;
}

export function suggest(form) {
  style(form.dataset.suggested);
  const input = form.querySelector("input[type=search]");
  const known = new Map();
  let timer = 0;
  let asking = null;
  let at = -1;

  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", _("Suggestions"));
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  form.querySelector(".box").append(list, status);
  input.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    choose(-1);
  }

  function choose(number) {
    at = number;
    for (const [n, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(n === at));
      if (n === at) option.scrollIntoView({ block: "nearest" });
    }
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((suggestion, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.dataset.url = suggestion.url;
      const text = document.createElement("span");
      text.textContent = suggestion.text;
      text.lang = suggestion.language;
      text.dir = "auto";
      option.append(text);
      if (KINDS[suggestion.kind]) {
        const kind = document.createElement("span");
        kind.className = "count";
        kind.textContent = KINDS[suggestion.kind];
        option.append(" ", kind);
      }
      return option;
    }));
    const count = suggestions.length;
    if (!count || document.activeElement !== input) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(-1);
    status.textContent = _n(count, "%(num)s suggestion, by the arrow keys", "%(num)s suggestions, by the arrow keys");
  }

  async function ask() {
    const typed = input.value.trim();
    asking?.abort();
    if (typed.length === 1) return close();
    let suggestions = known.get(typed);
    if (!suggestions) {
      asking = new AbortController();
      const { signal } = asking;
      try {
        // What identifies somebody goes nowhere while it is typed.
        const { identifies } = await import(form.dataset.guard);
        const named = await identifies(typed, form.dataset.rules);
        if (signal.aborted) return;
        const answer = named ? null : await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
          signal,
        });
        suggestions = answer?.ok ? (await answer.json()).suggestions : [];
        if (answer?.ok) known.set(typed, suggestions);
        await style(form.dataset.suggested);
      } catch {
        return; // Another key was quicker, or the network failed: the box works all the same.
      }
    }
    // Where the box has gone on meanwhile, what it holds now is asked for by itself.
    if (input.value.trim() === typed) show(suggestions);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return ask();
      // One place more than there are options: between the last and the first is the box.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((at + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      location.assign(list.children[at].dataset.url);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("click", () => input.value || !list.hidden || ask());
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The box keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
