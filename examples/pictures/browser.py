"""Pages as pictures: a headless Chromium, and its pixels as a small PNG."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from examples.demo.errors import DemoError
from examples.pictures.png import png

_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
          "--font-render-hinting=none", "--disable-lcd-text"]  # fmt: skip
_PIXELS = """async (source) => {
    const image = new Image();
    image.src = "data:image/png;base64," + source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const bytes = context.getImageData(0, 0, image.width, image.height).data;
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) {
        text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return [image.width, image.height, btoa(text)];
}"""


class Camera:
    """Takes pictures of pages."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._reader = browser.new_page()

    def of_text(self, html: str, width: int, height: int = 0) -> bytes:
        """Picture of a page's text; without a height, of the page's whole content."""
        page = self._page(width, height)
        page.set_content(html, wait_until="load")
        return self._taken(page, height)

    def of_address(self, address: str, ready: str, width: int, height: int) -> bytes:
        """Picture of a page at an address, once the element `ready` is there."""
        page = self._page(width, height)
        page.goto(address)
        page.locator(ready).first.wait_for(timeout=120_000)
        return self._taken(page, height)

    def _page(self, width: int, height: int) -> Any:
        return self._browser.new_page(viewport={"width": width, "height": height or 400}, reduced_motion="reduce")

    def _taken(self, page: Any, height: int) -> bytes:
        page.evaluate("document.fonts.ready")
        taken = page.screenshot(full_page=not height, animations="disabled", caret="hide")
        page.close()
        width, tall, text = self._reader.evaluate(_PIXELS, base64.b64encode(taken).decode())
        pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(tall, width, 4)
        return png(pixels[:, :, :3])


@contextmanager
def camera() -> Iterator[Camera]:
    """A camera, as long as the context."""
    from playwright.sync_api import sync_playwright  # the list of pictures is read where no browser is

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise DemoError("There is no chromium: install it (apt-get install chromium), then run make pictures again.")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=_QUIET)
        yield Camera(browser)
        browser.close()
