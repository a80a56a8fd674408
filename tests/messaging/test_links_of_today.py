"""Where links lead that are written for a text message yet to come, or for a mail once more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging import renewing, repeating, sending, short_words, shortening, tokens, tracing
from messaging.models import Message, MessageBody
from messaging.packing import Words
from messaging.states import Channel, State
from stores.models import Store, TrackingDomainState, TrackingMode
from stores.scope import store_scope
from templates_app.data import ShortText
from tests.factories.messaging import (
    fresh,
    make_messages,
    make_order,
    make_sender,
    make_words,
    plan,
)
from tests.factories.stores import make_store
from tests.messaging.servers import Post, mail_server

pytestmark = pytest.mark.django_db
DOMAIN, OURS = "links.garn.example", "https://hub.example"
Domain = TrackingDomainState


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
    store = with_domain("", Domain.UNSEEN)

    def parts(store: Store | None) -> str:
        return short_words.foretold(text, store).partition(" ")[0]

    assert parts(store) == parts(None) == "1"
    store.tracking_domain, store.tracking_domain_state = f"{'l' * 40}.example", Domain.LIVE
    assert parts(store) == "2"
    store.tracking_mode = TrackingMode.AGGREGATE  # they lead straight to where they lead
    assert parts(store) == "1"


def test_what_is_sent_again_leads_by_the_domain_of_today() -> None:
    store = with_domain(DOMAIN, Domain.LIVE)
    first, again = make_messages(store, 2, recipient="ingrid@example.com")
    first.store = again.store = store
    another = f"https://b.example/t/c/{'A' * 30}"
    page = f'<body><a href="https://a.example/1">a</a> {another}</body>'
    with store_scope(store.pk):
        html = tracing.individually(first, Words(page), locale="nb", is_gateway=False).html
    assert html.count(DOMAIN) == 2

    again.store.tracking_domain_state = Domain.UNSEEN
    retold = repeating.retold(html, first.pk, again)

    assert DOMAIN not in retold
    assert retold.count(f"{OURS}/t/") == 2
    assert another in retold, "what only looks like one of ours stays"
    assert f"{OURS}/p/" in retold, "choices are made at our own address, then and now"


def give_up_domain(store: Store) -> None:
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(tracking_domain_state=Domain.UNSEEN)


def body_of(message: Message) -> MessageBody:
    with store_scope(message.store_id):
        return MessageBody.objects.select_related("dictionary").get(message=message)


@pytest.mark.parametrize(
    ("post", "said_again"),
    [
        (Post(answers={"DATA": "451 4.3.0 Later"}), OURS),  # nobody has it: it is made good
        (Post(loses_the_answer=True), f"https://{DOMAIN}"),  # somebody may: the same mail again
    ],
    ids=["refused", "in doubt"],
)
def test_a_mail_that_is_tried_again_leads_by_the_domain_of_today(
    post: Post, said_again: str, settings: Any
) -> None:
    store = with_domain(DOMAIN, Domain.LIVE)
    make_words(store)
    message, now = plan(make_order(store)), timezone.now() + timedelta(minutes=5)
    with mail_server(post):
        make_sender(store, port=post.port)
        sending.send_due(now=now)
        kept = body_of(message)
        assert f"https://{DOMAIN}/t/c/" in kept.html
        assert f"https://{DOMAIN}/t/o/" in kept.html
        give_up_domain(store)
        post.answers, post.loses_the_answer = {}, False
        wait = timedelta(seconds=settings.NOTIFYHUB_UNKNOWN_WAIT_SECONDS + 1)
        sending.send_due(now=now + wait)
        sending.send_due(now=now + wait + timedelta(seconds=5))

    assert fresh(message).state == State.SENT
    again = body_of(message)
    html = post.mails[-1].get_body(("html",))
    assert html is not None
    assert html.get_content().count(f"{said_again}/t/") == kept.html.count(f"https://{DOMAIN}/t/")
    assert again.html == kept.html.replace(f"https://{DOMAIN}/t/", f"{said_again}/t/")
    assert (again.links, again.headers) == (kept.links, kept.headers)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PUSH])
def test_a_text_that_is_tried_again_leads_by_the_domain_of_today(channel: Channel) -> None:
    store = with_domain(DOMAIN, Domain.LIVE)
    (message,) = make_messages(
        store, 1, channel=channel, recipient="+4790000001", tracked_as=TrackingMode.INDIVIDUAL
    )
    message.store = store
    said = ShortText(title="Sendt", text="Se https://a.example/1", locale="nb")
    with store_scope(store.pk):
        words = shortening.words_of(message, said, None, mode=TrackingMode.INDIVIDUAL)
        another = f"https://{DOMAIN}/t/c/{tokens.click_token(store.pk, message.pk + 1, 0)}"
        words = replace(words, html=another)
        assert DOMAIN in words.text + str(words.headers)
        assert renewing.renewed(words, message, make_sender(store, port=1)) is words

        store.tracking_domain_state = Domain.UNSEEN
        again = renewing.renewed(words, message, make_sender(store, port=1))

    assert DOMAIN not in again.text + str(again.headers)
    assert f"{OURS}/t/c/" in again.text + str(again.headers)
    assert again.html == another, "what names another message is not ours to lead"
