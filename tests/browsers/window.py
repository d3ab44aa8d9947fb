"""A browser window that fails its test at any error in the console or network."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

from tests.patience import PATIENCE

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Window:
    """A page of a site, with all errors that the browser reported."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("request", lambda request: self._ask(request.url))

    def _hear(self, kind: str, text: str) -> None:
        # The console reports a missing page's status 404 as well; that is no fault of the page.
        if kind in ("error", "warning") and not re.search(r"\b(404|410)\b", text):
            self.faults.append(text)

    def _ask(self, url: str) -> None:
        if not url.startswith((self.site, f"blob:{self.site}")):
            self.faults.append(f"asked for {url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page
