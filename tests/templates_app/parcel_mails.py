"""What tests of parcel mails share: a render of a changed sample, and how to look at it."""

from typing import Any, Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

from templates_app import rendering
from templates_app.data import NotificationKind as Kind
from templates_app.data import Rendered
from tests.templates_app.mails import default_words

FIRST, SECOND, THIRD = "00370722400123456784", "00370722400123456791", "00370722400123456807"
CARRIER: Final = "https://tracking.postnord.com/no/?id="
STATUS: Final = "https://bestilling.fjelloggarn.example/o/k7Qm2xV9"
TELLS_OF_PARCELS: Final = [
    Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE, Kind.OUT_FOR_DELIVERY, Kind.DELIVERED,
    Kind.DELAYED,
]  # fmt: skip
KINDS: Final = [
    *TELLS_OF_PARCELS, Kind.READY_FOR_PICKUP, Kind.REVIEW_REQUEST, Kind.ADDRESS_CHECK,
]  # fmt: skip


def rendered(kind: str, context: dict[str, Any], locale: str = "en") -> Rendered:
    return rendering.render(revision=default_words(kind), locale=locale, context=context)


def plain(text: str) -> str:
    """On one line, with common spaces."""
    return " ".join(text.split())


def page_of(made: Rendered) -> HtmlElement:
    """What a reader sees: without the line that only an inbox shows."""
    page = lxml_html.document_fromstring(made.html)
    for hidden in page.xpath("//*[@data-part='preheader'] | //head"):
        hidden.drop_tree()
    return page


def links(made: Rendered, words: str) -> list[str]:
    found = page_of(made).iter("a")
    return [str(link.get("href")) for link in found if plain(link.text_content()) == words]


def parcels_of(context: dict[str, Any]) -> list[dict[str, Any]]:
    parcels: list[dict[str, Any]] = context["notifyhub"]["parcels"]
    return parcels
