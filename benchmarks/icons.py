"""Draws the bitmaps in webapp/static from their SVG with Chromium.

    python benchmarks/icons.py

``card.png`` is the picture of a shared link, ``apple-touch-icon.png`` the icon on a telephone's
screen, ``favicon.ico`` the icon for programs that don't know SVG.
"""

from __future__ import annotations

import struct
from pathlib import Path

from demo import chromium
from playwright.sync_api import Browser

STATIC = Path(__file__).parent.parent / "webapp" / "static"
# Width and height in pixels: the card's as Open Graph advises, the touch icon's as iOS asks.
CARD = (1200, 630)
TOUCH = 180
ICON = (16, 32, 48)


def drawn(browser: Browser, svg: str, width: int, height: int) -> bytes:
    """Render an SVG as a PNG of that size, transparent where nothing is drawn."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{width}px}}</style>{svg}")
    taken = page.screenshot(omit_background=True)
    page.close()
    return taken


def ico(pictures: dict[int, bytes]) -> bytes:
    """Pack square PNGs by their width into one ICO file (read since Windows Vista)."""
    at = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for width, png in pictures.items():
        head += struct.pack("<BBBBHHII", width, width, 0, 0, 1, 32, len(png), at + len(body))
        body += png
    return head + body


def main() -> None:
    """Draw all of them."""
    icon = (STATIC / "icon.svg").read_text("utf-8")
    with chromium() as browser:
        card = drawn(browser, (STATIC / "card.svg").read_text("utf-8"), *CARD)
        (STATIC / "card.png").write_bytes(card)
        # iOS rounds the corners itself, and paints transparent areas black.
        square = icon.replace(' rx="7"', "")
        (STATIC / "apple-touch-icon.png").write_bytes(drawn(browser, square, TOUCH, TOUCH))
        pictures = {width: drawn(browser, icon, width, width) for width in ICON}
        (STATIC / "favicon.ico").write_bytes(ico(pictures))


if __name__ == "__main__":
    main()
