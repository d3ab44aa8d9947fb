"""Takes screenshots of pages.

    python benchmarks/screenshots.py [FOLDER] [--only NAME] [--whole]

Without a folder, the two screenshots of the README are written to docs/screenshots. With a folder,
every kind of page is taken at 1280 and 375 CSS pixels, light and dark. Pages are cut at a length
that still shows what they are; with ``--whole`` they are not cut. The demo digest is indexed and
served.
"""

from __future__ import annotations

import argparse
import base64
from pathlib import Path

from demo import PAGES, TOKEN, chromium, private, served
from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
# The pages in the README.
SHOWN = frozenset(("results-1280-light", "post-375-dark"))
# The width of the window and the greatest height of its picture, in CSS pixels.
SIZES = {1280: 1250, 375: 1250}
SCHEMES = ("light", "dark")
QUALITY = 22
HIDE_FOLDERS = """for (const dd of document.querySelectorAll("dd"))
    if (dd.textContent.startsWith("/"))
        dd.textContent = "/srv/pprsearch/" + dd.textContent.split("/").pop();"""


def take(page: Page, width: int, most: int) -> bytes:
    """The page from its top, at most ``most`` pixels of it, as WebP."""
    height = min(most, int(page.evaluate("document.documentElement.scrollHeight")))
    session = page.context.new_cdp_session(page)
    taken = session.send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        },
    )
    return base64.b64decode(taken["data"])


def save_posts(page: Page, site: str) -> None:
    """Put two posts on the reading list, which is stored only in the browser."""
    for path in (PAGES["post"], "/posts/2020-03-cbt-anxiety-beyond-credible-placebo"):
        page.goto(site + path)
        page.locator("[data-save]").click()


def shoot(browser: Browser, site: str, folder: Path, only: str | None, whole: bool) -> None:
    """Write screenshots of every page, or of the one named, in every size and scheme.

    The README's folder gets only its own pages.
    """
    for width, most in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                http_credentials={"username": "keeper", "password": TOKEN, "origin": site},
            )
            with context:
                page = context.new_page()
                for name, path in PAGES.items():
                    file = f"{name}-{width}-{scheme}"
                    if only not in (None, name) or (folder == FOLDER and file not in SHOWN):
                        continue
                    if name == "reading-list":
                        save_posts(page, site)
                    page.goto(site + path)
                    if private(path):
                        # The folders of this machine must not be seen in the picture.
                        page.evaluate(HIDE_FOLDERS)
                    picture = take(page, width, 10_000 if whole else most)
                    (folder / f"{file}.webp").write_bytes(picture)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where to write")
    parser.add_argument("--only", choices=PAGES, metavar="NAME", help=f"one of {', '.join(PAGES)}")
    parser.add_argument("--whole", action="store_true", help="take pages to their end")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with served() as site, chromium() as browser:
        shoot(browser, site, asked.folder, asked.only, asked.whole)


if __name__ == "__main__":
    main()
