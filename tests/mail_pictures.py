"""Pictures of our mails for docs/mails.md: each kind in two languages, light and dark.

script/mails renders the mails into a folder and runs this on it.
"""

import io
import sys
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Route

from templates_app import catalogue
from tests.browsing import chromium

LOCALES: Final = ("nb", "zh-Hans")
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
DOCS: Final = Path(__file__).parents[1] / "docs"
START, END = "<!-- pictures: written by script/mails -->\n", "<!-- /pictures -->\n"
_WIDTH: Final = 640
_LARGEST: Final = 100_000  # bytes of one picture, so that all of them stay below 6 MB
# Goods as a shop would photograph them, drawn here: a mail's own pictures are on somebody's server.
_GOODS: Final = {
    "genser.png": ("#DDE4E0", '<path d="M20 16l7-3h6l7 3 8 10-6 5-3-4v21H21V27l-3 4-6-5z" '
                              'fill="#2F6B57"/><path d="M21 31h18" stroke="#EFE8DA" '
                              'stroke-width="3" stroke-dasharray="3 2"/>'),
    "pinne.png": ("#EBE5DC", '<path d="M20 46c-8-38 28-38 20 0" fill="none" stroke="#6E7C78" '
                             'stroke-width="2"/><path d="M20 34l3 16M40 34l-3 16" '
                             'stroke="#B9803F" stroke-width="4" stroke-linecap="round"/>'),
    "noste.png": ("#E2E6EA", '<path d="M30 8v44" stroke="#6B4A2F" stroke-width="4"/>'
                             '<ellipse cx="30" cy="30" rx="15" ry="12" fill="#C2573A"/>'
                             '<path d="M18 25l20 13M22 21l18 13" stroke="#8F3B26"/>'),
}  # fmt: skip


def take(mails: Path, folder: Path) -> dict[str, int]:
    """One picture per kind, language and colour scheme; each kind's largest HTML in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes: dict[str, int] = {}
    for page in sorted(mails.glob("*.html")):
        kind = page.name.partition(".")[0]
        sizes[kind] = max(sizes.get(kind, 0), page.stat().st_size)
    wanted = {
        folder / f"{kind}.{locale}.{scheme}.webp": (f"{kind}.plain.{locale}.html", scheme)
        for kind in sizes
        for locale in LOCALES
        for scheme in SCHEMES
    }
    with chromium() as browser:
        for picture, (page_name, scheme) in wanted.items():
            picture.write_bytes(_picture(browser, mails / page_name, scheme))
    for stale in set(folder.glob("*.webp")) - wanted.keys():
        stale.unlink()
    return sizes


def listed(sizes: dict[str, int]) -> str:
    """The part of docs/mails.md that shows them."""
    parts = []
    for kind, size in sizes.items():
        words = catalogue.kind_words(kind)
        name = words.name if words else kind
        cells = [
            f'<img src="mails/{kind}.{locale}.{scheme}.webp" width="190" '
            f'alt="{name}, {locale}, {scheme}">'
            for locale in LOCALES
            for scheme in SCHEMES
        ]
        heading = f"### {name}\n\nAt most {size / 1000:.1f} kB, of all samples and languages.\n\n"
        parts.append(heading + "\n".join(cells) + "\n")
    return "\n".join(parts)


def _picture(browser: Browser, mail: Path, scheme: Literal["light", "dark"]) -> bytes:
    page = browser.new_page(viewport={"width": _WIDTH, "height": 400}, color_scheme=scheme)
    page.route("http**", _draw)
    page.goto(mail.resolve().as_uri())
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    page.close()
    for quality in (88, 75, 60):
        written = io.BytesIO()
        shot.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= _LARGEST:
            return written.getvalue()
    raise SystemExit(f"{mail.name} makes a picture of {written.tell()} bytes, more than {_LARGEST}")


def _draw(route: Route) -> None:
    """A picture for the goods we know by name, nothing for any other address."""
    name = Path(urlsplit(route.request.url).path).name
    found = next((each for key, each in _GOODS.items() if name.startswith(key.split(".")[0])), None)
    if found is None:
        route.abort()
        return
    ground, shape = found
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" width="120" height="120">'
        f'<path d="M0 0h60v60H0z" fill="{ground}"/>{shape}</svg>'
    )
    route.fulfill(body=body, content_type="image/svg+xml")


if __name__ == "__main__":
    shown = take(Path(sys.argv[1]), DOCS / "mails")
    index = DOCS / "mails.md"
    before, _, rest = index.read_text("utf-8").partition(START)
    index.write_text(f"{before}{START}\n{listed(shown)}\n{END}{rest.partition(END)[2]}", "utf-8")
    pictures = list((DOCS / "mails").glob("*.webp"))
    size = sum(path.stat().st_size for path in pictures)
    print(f"{len(pictures)} pictures of {len(shown)} kinds, {size:,} bytes")
