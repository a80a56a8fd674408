"""How many of real templates and of our own words go which way, and why the rest does not."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

from templates_app import catalogue, previewing, samples
from templates_app.data import NotificationKind
from templates_app.proving_here import prove_here
from templates_app.ways import COMPILED, PRESSED

TEMPLATES: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "templates"
_BRAND: Final = samples.plain()["notifyhub"]["brand"]


def of_our_kinds() -> dict[str, Any]:
    """In Norwegian; the other languages differ in their words only."""
    ways = {}
    for kind in NotificationKind:
        if catalogue.kind_words(kind):
            source = previewing.default_words(kind).sources["nb"]
            ways[str(kind)] = _way(kind, source["subject"], source["html"])
    return _told(ways)


def of_shared_templates() -> dict[str, Any]:
    """As merchants would paste them: each as the page of an order's confirmation."""
    if not TEMPLATES.is_dir():
        return {"left out": "no ../shared/data beside this repository"}
    ways = {}
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".liquid", ".html", ".txt"):
            page = path.read_bytes().decode()
            name = str(path.relative_to(TEMPLATES))
            ways[name] = _way(NotificationKind.ORDER_CONFIRMATION, "{{ name }}", page)
    return _told(ways)


def _way(kind: NotificationKind, subject: str, page: str) -> dict[str, Any]:
    source = {"subject": subject, "html": page}
    return dict(prove_here({"kind": kind, "source": source, "locale": "nb", "brand": _BRAND}))


def _told(ways: dict[str, dict[str, Any]]) -> dict[str, Any]:
    pressed = [way for way in ways.values() if way["css"] == PRESSED]
    reasons = Counter(
        way["css_reason"].split(":")[0][:60] for way in ways.values() if way["css"] != PRESSED
    )
    return {
        "templates": len(ways),
        "Liquid compiled": sum(way["engine"] == COMPILED for way in ways.values()),
        "styles once, not cleaned": len(pressed),
        "why not": dict(reasons.most_common(20)),
    }


if __name__ == "__main__":
    print(json.dumps([of_our_kinds(), of_shared_templates()], indent=2))
