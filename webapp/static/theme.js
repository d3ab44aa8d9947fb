// The theme that a reader chose, before anything is drawn; it is kept in this browser only. The button
// goes from the system's to light to dark.
"use strict";

const THEMES = ["system", "light", "dark"];
const NAMES = { system: _("Theme: system"), light: _("Theme: light"), dark: _("Theme: dark") };
const theme = {
  read() {
    try {
      const kept = localStorage.getItem("pprsearch.theme");
      return THEMES.includes(kept) ? kept : "system";
    } catch {
      return "system"; // Storage is barred.
    }
  },
  show(chosen) {
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  },
};
theme.show(theme.read());

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-theming]");
  if (!button) return;
  let chosen = theme.read();
  const label = () => button.setAttribute("aria-label", NAMES[chosen]);
  button.addEventListener("click", () => {
    chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
    theme.show(chosen);
    label();
    try {
      localStorage.setItem("pprsearch.theme", chosen);
    } catch {
      // It holds for this page.
    }
  });
  addEventListener("storage", () => {
    chosen = theme.read();
    theme.show(chosen);
    label();
  });
  label();
});
