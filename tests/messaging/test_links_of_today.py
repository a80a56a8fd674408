"""Where links lead that are written for a text message yet to come, or for a mail once more."""

from typing import Any

import pytest

from messaging import repeating, short_words, tracing
from messaging.packing import Words
from stores.models import Store, TrackingDomainState, TrackingMode
from stores.scope import store_scope
from tests.factories.messaging import make_messages
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
DOMAIN, OURS = "links.garn.example", "https://hub.example"
State = TrackingDomainState


@pytest.fixture(autouse=True)
def _our_address(settings: Any) -> None:
    settings.NOTIFYHUB_BASE_URL = OURS


def with_domain(domain: str, state: TrackingDomainState) -> Store:
    """A store that sees its readers one by one."""
    return make_store(
        tracking_domain=domain,
        tracking_domain_state=state,
        tracking_mode=TrackingMode.INDIVIDUAL,
    )


def test_the_length_foretold_is_that_of_the_stores_own_links() -> None:
    text = f"{'Se https://a.example/1 '}{'x' * 85}"
    store = with_domain("", State.UNSEEN)

    def parts(store: Store | None) -> str:
        return short_words.foretold(text, store).partition(" ")[0]

    assert parts(store) == parts(None) == "1"
    store.tracking_domain, store.tracking_domain_state = f"{'l' * 40}.example", State.LIVE
    assert parts(store) == "2"
    store.tracking_mode = TrackingMode.AGGREGATE  # they lead straight to where they lead
    assert parts(store) == "1"


def test_what_is_sent_again_leads_by_the_domain_of_today() -> None:
    store = with_domain(DOMAIN, State.LIVE)
    first, again = make_messages(store, 2, recipient="ingrid@example.com")
    first.store = again.store = store
    another = f"https://b.example/t/c/{'A' * 30}"
    page = f'<body><a href="https://a.example/1">a</a> {another}</body>'
    with store_scope(store.pk):
        html = tracing.individually(first, Words(page), locale="nb", is_gateway=False).html
    assert html.count(DOMAIN) == 2

    again.store.tracking_domain_state = State.UNSEEN
    retold = repeating.retold(html, first.pk, again)

    assert DOMAIN not in retold
    assert retold.count(f"{OURS}/t/") == 2
    assert another in retold, "what only looks like one of ours stays"
    assert f"{OURS}/p/" in retold, "choices are made at our own address, then and now"
