"""Where a buyer came from, for attribution."""

from urllib.parse import quote, urlencode

from notifyhub.demo.snapshot import Body, Snapshot


def checkout_token(token: str) -> str:
    return token[16:] + token[:16]


def origin(order: Snapshot) -> Body:
    """Where the buyer came from; a campaign leaves its marks in the address of the first page."""
    if not order.campaign:
        return {
            "landing_site": "/",
            "landing_site_ref": None,
            "referring_site": "" if order.number % 2 else "https://soek.example/",
            "note_attributes": [],
        }
    marks = {
        "utm_source": "newsletter",
        "utm_medium": "email",
        "utm_campaign": order.campaign,
    }
    return {
        "landing_site": f"/collections/{quote(order.campaign)}?{urlencode(marks)}",
        "landing_site_ref": None,
        "referring_site": f"https://{order.shop.primary_domain}/",
        "note_attributes": [{"name": name, "value": value} for name, value in marks.items()],
    }
