"""The visits before an order, as Shopify tells them."""

from dataclasses import dataclass, field
from typing import Any

from tests.shopify.answers import Json, answers
from tests.shopify.orders import number_of
from tests.shopify.shop import PlayedShop


@dataclass
class Journeys:
    of: dict[int, Json] = field(default_factory=dict)  # summaries by order


@answers("Journeys")
def journeys(shop: PlayedShop, variables: Json) -> Json:
    nodes: list[Json | None] = []
    for gid in variables["ids"]:
        summary = shop.room(Journeys).of.get(number_of(gid))
        node = {"id": gid, "customerJourneySummary": summary}
        nodes.append(node if summary is not None else None)
    return {"nodes": nodes}


def journey(*visits: Json, is_ready: bool = True) -> Json:
    """A summary as Shopify writes it; the last visit is told apart as well."""
    return {
        "ready": is_ready,
        "lastVisit": visits[-1] if visits else None,
        "moments": {"nodes": [*reversed(visits)]},
    }


def visit(at: str, landing: str, **fields: Any) -> Json:
    return {
        "__typename": "CustomerVisit",
        "occurredAt": at,
        "landingPage": landing,
        "referrerUrl": None,
        "referralCode": None,
        "source": "direct",
        "utmParameters": None,
        **fields,
    }
