"""What this room hands to others: kinds, a rendered mail, a resolved brand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

from templates_app.colours import Palette, palette_of


class NotificationKind(TextChoices):
    """What a message is about. Only ORDER_CONFIRMATION has words of ours yet."""

    ORDER_CONFIRMATION = "ORDER_CONFIRMATION"
    ORDER_EDITED = "ORDER_EDITED"
    ORDER_CANCELLED = "ORDER_CANCELLED"
    ORDER_REFUND = "ORDER_REFUND"
    SHIPPING_CONFIRMATION = "SHIPPING_CONFIRMATION"
    SHIPPING_UPDATE = "SHIPPING_UPDATE"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    DELIVERED = "DELIVERED"
    DELAYED = "DELAYED"
    NO_NEWS = "NO_NEWS"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    ABANDONED_CHECKOUT = "ABANDONED_CHECKOUT"
    DRAFT_ORDER_INVOICE = "DRAFT_ORDER_INVOICE"
    GIFT_CARD = "GIFT_CARD"
    POS_RECEIPT = "POS_RECEIPT"
    STAFF_NEW_ORDER = "STAFF_NEW_ORDER"
    REVIEW_REQUEST = "REVIEW_REQUEST"
    ADDRESS_CHECK = "ADDRESS_CHECK"
    THANK_YOU = "THANK_YOU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One mail in one language: ready to be sent, not yet instrumented."""

    subject: str
    html: str
    text: str
    locale: str
    problems: tuple[str, ...] = ()  # what failed inside a node and was left out, with its place
    promo_share: float = 0.0  # of the letters a buyer sees, 0 to 1, those that promote something
    # The html again, cut at the links that may be counted: text, address, text, …, text. None
    # where that is not known: they are looked for.
    pieces: tuple[str, ...] = ()
    is_pressed: bool = False  # styles stood in the words already; else inlined, mail by mail


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """What a text message or a notice says, in one language; links not yet ours."""

    title: str
    text: str
    locale: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandData:
    """A brand after inheritance: the store's own fields, else the agency's, else the defaults."""

    name: str = ""
    logo_url: str = ""
    logo_width: int = 160
    accent: str = "#1F4D45"
    text: str = "#1C2723"
    ground: str = "#EEF1EF"
    font: str = "SANS"
    footer: str = ""
    legal: str = ""
    contact_email: str = ""
    website: str = ""
    social: Mapping[str, str] = field(default_factory=dict)

    def palette(self) -> Palette:
        """Every colour the blocks use, light and dark, in pairs that can be read."""
        return palette_of(accent=self.accent, text=self.text, ground=self.ground)

    def as_context(self) -> dict[str, object]:
        """The plain dict that stands at `notifyhub.brand` in the context."""
        return {
            "name": self.name,
            "logo_url": self.logo_url,
            "logo_width": self.logo_width,
            "font": FONT_STACKS.get(self.font, FONT_STACKS["SANS"]),
            "display_font": DISPLAY_STACKS.get(self.font, FONT_STACKS["SANS"]),
            "footer": self.footer,
            "legal_lines": [line for line in self.legal.splitlines() if line.strip()],
            "contact_email": self.contact_email,
            "website": self.website,
            "social": [{"name": name, "url": url} for name, url in self.social.items() if url],
            **self.palette().as_dict(),
        }


# No quotes: they would be escaped inside <style>, where entities are not decoded.
FONT_STACKS = {
    "SANS": "Arial,Helvetica,sans-serif",
    "SERIF": "Georgia,Times New Roman,serif",
    "HUMANIST": "Verdana,Geneva,sans-serif",
    "SYSTEM": "-apple-system,Segoe UI,Roboto,Arial,sans-serif",
    "MIXED": "Arial,Helvetica,sans-serif",
}
DISPLAY_STACKS = {**FONT_STACKS, "MIXED": FONT_STACKS["SERIF"]}
