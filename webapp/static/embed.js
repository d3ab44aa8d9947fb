// Puts a search box or related posts of a digest into a page of another site. See docs/embedding.md.
(() => {
  const own = document.currentScript.src;
  const titles = { search: _("Search the digest"), related: _("Related posts of the digest") };

  for (const place of document.querySelectorAll("[data-pprsearch]")) {
    const { pprsearch: what, post, question, scheme, title } = place.dataset;
    if (!(what in titles)) continue;
    const address = new URL(`embed/${what}`, own);
    const values = { post, q: question, scheme };
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
    }
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = title || titles[what];
    frame.width = "100%";
    frame.height = what === "search" ? 110 : 320;
    frame.style.border = "0";
    place.replaceChildren(frame);
    addEventListener("message", ({ source, origin, data }) => {
      const height = data?.pprsearchHeight;
      if (source === frame.contentWindow && origin === address.origin && height > 0) {
        frame.height = Math.min(Math.ceil(height), 2000);
      }
    });
  }
})();
