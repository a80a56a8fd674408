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
from templates_app.sample_orders import PICTURED
from tests.browsing import chromium

LOCALES: Final = ("nb", "zh-Hans")
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
DOCS: Final = Path(__file__).parents[1] / "docs"
START, END = "<!-- pictures: written by script/mails -->\n", "<!-- /pictures -->\n"
_WIDTH: Final = 640
_LARGEST: Final = 100_000  # bytes of one picture, so that all of them stay below 6 MB
# A mail's own pictures are on somebody's server: the samples' are drawn as previews draw them.
_GOODS: Final = DOCS.parent / "notifyhub" / "static" / "notifyhub" / "samples"


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
    name = Path(urlsplit(route.request.url).path).stem.partition("_")[0]
    if name in PICTURED:
        route.fulfill(path=_GOODS / f"{name}.svg", content_type="image/svg+xml")
    else:
        route.abort()


if __name__ == "__main__":
    shown = take(Path(sys.argv[1]), DOCS / "mails")
    index = DOCS / "mails.md"
    before, _, rest = index.read_text("utf-8").partition(START)
    index.write_text(f"{before}{START}\n{listed(shown)}\n{END}{rest.partition(END)[2]}", "utf-8")
    pictures = list((DOCS / "mails").glob("*.webp"))
    size = sum(path.stat().st_size for path in pictures)
    print(f"{len(pictures)} pictures of {len(shown)} kinds, {size:,} bytes")
