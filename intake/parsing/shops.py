"""The bodies of shop/update, shop/redact, app/uninstalled and app/scopes_update."""

from datetime import datetime
from zoneinfo import ZoneInfo

from common.marking import gettext_noop
from intake.parsing.reading import (
    Body,
    Unparsable,
    code,
    currency,
    email,
    line_text,
    moment,
    text,
)
from stores.data import ShopData


def parse_shop(body: Body) -> ShopData:
    """Raises Unparsable where it says nothing of a shop. What it does not say stays as it was."""
    shop = ShopData(
        name=line_text(body.get("name"), 120),
        email=email(body.get("email")),
        currency=currency(body.get("currency")),
        country=_country(body),
        timezone=_timezone(body.get("iana_timezone")),
        primary_domain=line_text(body.get("domain")).lower()[:253],
        money_format=text(body.get("money_in_emails_format"), 120),
        money_with_currency_format=text(body.get("money_with_currency_in_emails_format"), 120),
        changed_at=moment(body.get("updated_at")),
    )
    if not (shop.name or shop.currency):
        raise Unparsable(gettext_noop("The body names no shop"))
    return shop


def _country(body: Body) -> str:
    letters = code(body.get("country_code") or body.get("country"))
    return letters if len(letters) == 2 else ""


def _timezone(value: object) -> str:
    name = line_text(value, 64)
    try:
        return ZoneInfo(name).key if name else ""
    except (KeyError, ValueError, OSError):
        return ""


def check_shop_redaction(body: Body) -> None:
    """Raises Unparsable unless this is the body of shop/redact: a webhook's topic is not signed."""
    if "shop_domain" not in body or "shop_id" not in body or "customer" in body:
        raise Unparsable(gettext_noop("The body asks for no erasure of a shop"))


def parse_scopes(body: Body) -> tuple[tuple[str, ...], datetime | None]:
    """What our app may do from now on, and since when. Raises Unparsable."""
    current = body.get("current")
    if not isinstance(current, list) or "previous" not in body:
        raise Unparsable(gettext_noop("The body names no scopes"))
    names = {line_text(each, 64) for each in current}
    return tuple(sorted(names - {""})), moment(body.get("updated_at"))
