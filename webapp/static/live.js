// The results follow what is typed and what is ticked, where the page of results can be asked for in
// the background; the question and its filters stand in the address as if they had been sent.
const REST = 450; // milliseconds without a key or a tick

let timer = 0;
let asking = null;
let shown = null;

export function typed(form) {
  shown ??= form.querySelector("input[type=search]").defaultValue.trim();
  after(form, () => {
    const text = form.querySelector("input[type=search]").value.trim();
    if (text.length < 3 || text === shown) return;
    shown = text;
    show(form, new FormData(form));
  });
}

export function ticked(form, { target }) {
  after(form, () => show(form, new FormData(target.form)));
}

function after(form, then) {
  clearTimeout(timer);
  timer = setTimeout(then, REST);
  form.addEventListener("submit", () => clearTimeout(timer), { once: true });
}

async function show(form, fields) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const asked = [...fields].filter(([name, value]) => name === "q" || (value && name !== "post"));
  const url = `${form.getAttribute("action")}?${new URLSearchParams(asked)}`;
  try {
    const { identifies } = await import(form.dataset.guard);
    // What identifies somebody goes nowhere before it is sent on purpose.
    if (await identifies(fields.get("q") || "", form.dataset.rules)) return;
    if (signal.aborted) return;
    // What is still being typed is not counted as a question.
    const answer = await fetch(url, { signal, headers: { "X-Asked": "typing" } });
    if (!answer.ok) return;
    put(form, new DOMParser().parseFromString(await answer.text(), "text/html"), url);
  } catch {
    // Another key was quicker, or the network failed: the buttons work all the same.
  }
}

function put(form, page, url) {
  const main = document.getElementById("main");
  const { name, value } = document.activeElement;
  const held = main.contains(document.activeElement);
  const open = [...main.querySelectorAll(".facet")].map((facet) => facet.querySelector("details")?.open);
  main.replaceChildren(...page.getElementById("main").childNodes);
  main.querySelectorAll(".facet").forEach((facet, n) => {
    if (open[n]) facet.querySelector("details")?.setAttribute("open", "");
  });
  for (const old of form.querySelectorAll("input[type=hidden]")) old.remove();
  form.append(...page.querySelectorAll("form.ask input[type=hidden]"));
  document.title = page.title;
  history.replaceState(null, "", url);
  if (held) {
    const boxes = [...main.querySelectorAll("input")];
    boxes.find((box) => box.name === name && box.value === value)?.focus({ preventScroll: true });
  }
  said(form).textContent = main.querySelector("h1").textContent.replace(/\s+/g, " ").trim();
  document.dispatchEvent(new Event("results"));
}

// Where the number of posts is said to who does not see them change.
function said(form) {
  const there = form.querySelector(":scope > [role=status]");
  if (there) return there;
  const status = form.appendChild(document.createElement("p"));
  status.className = "hidden";
  status.setAttribute("role", "status");
  return status;
}
