"""What we ask of a shop, one method a deed; answers come as our own values.

with Lines() as lines:
    shop = lines.to(store)  # None: there is no way to ask this store's shop
    shop.add_tags(order_id=…, tags=["ref:spring"])
"""

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

import httpx
from django.conf import settings

from common.outgoing.pinned import Pinned, transport
from stores.models import Store
from stores.shopify import fulfilling, tokens
from stores.shopify.bucket import SharedBucket
from stores.shopify.data import JourneyData, LeftData, SentAndLeft, TrackingData, VisitData
from stores.shopify.documents import (
    ADD_TAGS,
    CHANGE_ADDRESS,
    CHANGE_ORDER,
    CREATE_FULFILMENT,
    JOURNEYS,
    REMOVE_TAGS,
    SENT_AND_LEFT,
    UPDATE_TRACKING,
    Document,
)
from stores.shopify.errors import check_user_errors
from stores.shopify.reading import mapping, moment, number_of, text
from stores.shopify.wire import SHOPS_OWN_URL, TIMEOUTS, Wire, url_of

MOST_JOURNEYS: Final = 10  # in one question; see the points of JOURNEYS
_UTM: Final = ("source", "medium", "campaign", "content", "term")


class Shopify:
    """One shop."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def ask(self, document: Document, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The answer's `data`. Raises Away, Throttled, Refused or Disconnected.

        For the modules beside this one, each a document with a typed function of its own; of a
        mutation they check_user_errors first.
        """
        return self._wire.ask(document, variables)

    def add_tags(self, *, order_id: int, tags: Sequence[str]) -> None:
        """Tag an order; tags that it has stay. Raises Away or Refused."""
        gid = f"gid://shopify/Order/{order_id}"
        said = self._wire.ask(ADD_TAGS, {"id": gid, "tags": list(tags)})
        check_user_errors(said.get("tagsAdd"))

    def change_customer_tags(
        self, *, customer_id: int, tags: Sequence[str], is_added: bool
    ) -> None:
        """Tag a customer, or take tags away; twice changes nothing. Raises Away or Refused."""
        asked = {"id": f"gid://shopify/Customer/{customer_id}", "tags": list(tags)}
        said = self._wire.ask(ADD_TAGS if is_added else REMOVE_TAGS, asked)
        check_user_errors(said.get("tagsAdd" if is_added else "tagsRemove"))

    def change_address(self, *, order_id: int, address: Mapping[str, str]) -> None:
        """Send an order elsewhere: names as Shopify's MailingAddressInput. Raises Away or Refused.

        To say it twice changes nothing.
        """
        said = {name: value for name, value in address.items() if value}
        wanted = {"id": f"gid://shopify/Order/{order_id}", "shippingAddress": said}
        answer = self._wire.ask(CHANGE_ADDRESS, {"input": wanted})
        check_user_errors(answer.get("orderUpdate"))

    def change_order(self, *, order_id: int, fields: Mapping[str, str]) -> None:
        """Let an order say this: names as Shopify's OrderInput, such as email and note.

        To say it twice changes nothing. Raises Away or Refused.
        """
        wanted = {"id": f"gid://shopify/Order/{order_id}", **fields}
        check_user_errors(self._wire.ask(CHANGE_ORDER, {"input": wanted}).get("orderUpdate"))

    def sent_and_left(self, *, order_id: int) -> SentAndLeft | None:
        """What has left the order and what has not; None: the shop knows no such order.

        Raises Away or Refused.
        """
        said = self._wire.ask(SENT_AND_LEFT, {"id": f"gid://shopify/Order/{order_id}"})
        order = said.get("order")
        return fulfilling.sent_and_left(mapping(order)) if order else None

    def create_fulfilment(self, *, lines: Sequence[LeftData], parcel: TrackingData) -> int:
        """Send these lines off; the number of the fulfilment. Shopify writes to nobody.

        Asked twice it sends twice: after Away look with sent_and_left first. Raises Away or
        Refused.
        """
        wanted = fulfilling.fulfilment_input(lines, parcel)
        said = self._wire.ask(CREATE_FULFILMENT, {"fulfillment": wanted}).get("fulfillmentCreate")
        check_user_errors(said)
        made = mapping(mapping(said).get("fulfillment")).get("id")
        return number_of(made, "Fulfillment") or 0

    def update_tracking(self, *, fulfilment_id: int, parcels: Sequence[TrackingData]) -> None:
        """Let these be all the numbers of the fulfilment. Raises Away or Refused."""
        wanted = {
            "id": f"gid://shopify/Fulfillment/{fulfilment_id}",
            "tracking": fulfilling.tracking_input(parcels),
            "notify": False,
        }
        said = self._wire.ask(UPDATE_TRACKING, wanted)
        check_user_errors(said.get("fulfillmentTrackingInfoUpdate"))

    def remove_tags(self, *, order_id: int, tags: Sequence[str]) -> None:
        """Take tags from an order; those it has not are passed over. Raises Away or Refused."""
        gid = f"gid://shopify/Order/{order_id}"
        said = self._wire.ask(REMOVE_TAGS, {"id": gid, "tags": list(tags)})
        check_user_errors(said.get("tagsRemove"))

    def journeys(self, *, order_ids: Sequence[int]) -> dict[int, JourneyData]:
        """The visits before each order, of at most MOST_JOURNEYS; a gone order is left out.

        Raises Away or Refused.
        """
        gids = [f"gid://shopify/Order/{number}" for number in order_ids[:MOST_JOURNEYS]]
        nodes = self._wire.ask(JOURNEYS, {"ids": gids}).get("nodes")
        found = {}
        for node in nodes if isinstance(nodes, list) else []:
            number = number_of(mapping(node).get("id"), "Order")
            if number is not None:
                found[number] = _journey(mapping(node.get("customerJourneySummary")))
        return found


class Lines:
    """A pool of connections for one run over any number of shops. Not for several threads."""

    def __init__(self) -> None:
        is_played = settings.NOTIFYHUB_SHOPIFY_URL != SHOPS_OWN_URL
        self._http = httpx.Client(
            timeout=TIMEOUTS,
            transport=transport(Pinned(may_be_private=is_played), most=4),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "NotifyHub"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def to(self, store: Store) -> Shopify | None:
        """The shop of this store; None without a token, from a sandbox, or once disconnected.

        One statement, and one more for each question: it renews the token while it is asked, and
        asks no more once the shop has removed our app.
        """
        if not tokens.is_connected(store):
            return None
        url = url_of(settings.NOTIFYHUB_SHOPIFY_URL, store.shop_domain)
        token, bucket = tokens.Token(store), SharedBucket(url)
        return Shopify(Wire(self._http, url=url, token=token, bucket=bucket))


def is_connected(store: Store) -> bool:
    """Whether this store's shop can be asked at all. One statement."""
    return tokens.is_connected(store)


def _journey(summary: dict[str, Any]) -> JourneyData:
    moments = mapping(summary.get("moments")).get("nodes")
    told = [mapping(each) for each in moments] if isinstance(moments, list) else []
    told.append(mapping(summary.get("lastVisit")))
    visits = {visit.at: visit for visit in _visits(told)}
    in_order = tuple(visits[at] for at in sorted(visits))
    return JourneyData(is_ready=summary.get("ready") is True, visits=in_order)


def _visits(told: Iterable[dict[str, Any]]) -> Iterable[VisitData]:
    for each in told:
        at = moment(each.get("occurredAt"))
        if at is None:  # a moment of another sort
            continue
        utm = mapping(each.get("utmParameters"))
        yield VisitData(
            at=at,
            landing_page=text(each.get("landingPage")),
            referrer_url=text(each.get("referrerUrl")),
            referral_code=text(each.get("referralCode")),
            utm=tuple((f"utm_{name}", text(utm.get(name))) for name in _UTM if utm.get(name)),
        )
