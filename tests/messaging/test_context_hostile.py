"""What buyers typed stays text wherever a template puts it, and what is secret is not there."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.db import models
from lxml import html as lxml_html

from messaging.context import build_context
from messaging.facts.texts import web
from messaging.models import Sender
from orders import services as orders
from orders.models import (
    Checkout,
    Customer,
    DraftOrder,
    Fulfilment,
    GiftCard,
    LineItem,
    Order,
    Refund,
)
from shipping.models import Parcel
from stores.models import ApiKey, Credential, Store, User
from stores.scope import Scope, every_store
from templates_app import previewing, rendering
from templates_app.context_spec import assert_plain
from templates_app.data import NotificationKind as Kind
from templates_app.engine import budgets, environment
from templates_app.rendering import options_for
from tests.factories.messaging import make_sender
from tests.factories.scenes import NOW, scene

pytestmark = pytest.mark.django_db

VECTORS: Final = [
    "<script>alert(1)</script>",
    "<ScRiPt/src=//evil.example>",
    '"><svg onload=alert(1)>',
    "'><svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    " autofocus onfocus=alert(1) x=",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01\ufffejavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "https:javascript:alert(1)",
    "//evil.example/x",
    "</title></style></script><script>alert(1)</script>",
    "--><iframe src=javascript:alert(1)>",
    "<![endif]--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><input name=p>",
    "<a href=javascript:alert(1)>x",
    "<style>*{background:url(//evil.example)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "<\u2028script>alert(1)",
    "+ADw-script+AD4-alert(1)",
    "%3Cscript%3Ealert(1)",
    "{{ shop.email }}{% raw %}",
    "{% for i in (1..1000000000) %}x{% endfor %}",
    "{{ 'x' | append: '<script>' }}",
    "%}{% assign name = '<script>' %}{%",
    "{{amount}}<script>alert(1)</script>",
    "http://x.example/\"onclick=alert(1)//",
]  # fmt: skip
TAME: Final = "tame"
# Columns whose text is one of a few codes of ours, or tells how to read the rest.
CODES: Final = {
    "currency",
    "presentment_currency",
    "delivery_method",
    "timezone",
    "token",
    "locale",
}
ROWS: Final[list[Any]] = [
    Order, LineItem, Fulfilment, Refund, Parcel, Customer, Checkout, DraftOrder, GiftCard,
]  # fmt: skip


def say_everywhere(store: Store, text: str) -> None:
    """Every text column of the scene's rows says it, JSON within and the store itself included."""
    for model in ROWS:
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**said_by(row, text))
    Store.objects.filter(pk=store.pk).update(
        name=text[:120], email=text[:254], primary_domain=text[:253], money_format=text[:120]
    )
    store.refresh_from_db()


def said_by(row: models.Model, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in CODES or field.choices or field.unique:
            continue
        if isinstance(field, models.JSONField):
            found[field.name] = said_in(getattr(row, field.name), text)
        elif isinstance(field, models.CharField | models.TextField):
            found[field.name] = text[: field.max_length] if field.max_length else text
    return found


def said_in(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: said_in(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [said_in(each, text) for each in value]
    return text if isinstance(value, str) else value


def told(store: Store, kind: str, text: str) -> dict[str, Any]:
    """The context of the kind, in which every text is this one."""
    of = scene(store, kind)
    say_everywhere(store, text)
    order = of.order and Order.objects.select_related("customer").get(pk=of.order.pk)
    if of.subject:
        of.subject.refresh_from_db()
    context = build_context(store=store, kind=kind, order=order, subject=of.subject)
    assert_plain(context)
    return context


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with the Liquid that prints it; of a list the first only."""
    if isinstance(value, dict):
        for key, each in value.items():
            if re.fullmatch(r"[a-z_]\w*", key):
                yield from leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, each in enumerate(value[:2]):
            yield from leaves(each, f"{path}[{place}]")
    else:
        yield path, value


def printing(context: dict[str, Any]) -> str:
    """A template that prints every path as text and in an attribute, and URLs where they belong."""
    rows = [
        f"<p title=\"{{{{ {path} }}}}\" lang='{{{{ {path} }}}}'>{{{{ {path} }}}}</p>"
        for path, _ in leaves(context)
    ]
    rows += [
        f'<a href="{{{{ {path} }}}}"><img src="{{{{ {path} }}}}"></a>'
        for path, _ in leaves(context)
        if re.search(r"(url|src|urls\[\d])$", path)
    ]
    loops = "{% for pair in attributes %}<b>{{ pair[0] }}={{ pair[1] }}</b>{% endfor %}"
    money = "<i>{{ total_price | money }}{{ total_price | money_with_currency }}</i>"
    post = "<i>{{ shipping_address | format_address }}</i>" if "name" in context else ""
    return f"<html><body>{''.join(rows)}{loops}{money}{post}</body></html>"


def shape(html: str) -> list[tuple[str, ...]]:
    page = lxml_html.document_fromstring(html)
    return [(str(each.tag), *each.attrib) for each in page.iter() if each.tag != "br"]


def addresses(html: str) -> set[str]:
    page = lxml_html.document_fromstring(html)
    return {
        value
        for each in page.iter()
        for name, value in each.attrib.items()
        if name in ("href", "src")
    }


@pytest.mark.parametrize("kind", Kind)
def test_no_text_of_a_row_leaves_its_place_in_any_template(
    store: Store, inside: Scope, kind: str
) -> None:
    tame = told(store, kind, TAME)
    with budgets.running(60):  # it prints every path, and is longer than any mail may be
        program = environment.parse(printing(tame))
    expected = shape(program.render(tame, options_for(tame, "en")).text)
    for vector in VECTORS:
        say_everywhere(store, vector)
        hostile = build_context(store=store, kind=kind, **scene_again(kind))

        output = program.render(hostile, options_for(hostile, "en"), shows_errors=True)

        assert_plain(hostile)
        assert (vector, shape(output.text)) == (vector, expected)
        assert output.problems == ()
        found = addresses(output.text) - {""}
        assert all(address.startswith(("http://", "https://")) for address in found), vector
        assert "evil.example" not in {urlsplit(address).hostname for address in found}


def scene_again(kind: str) -> dict[str, Any]:
    """The same rows, read anew."""
    if kind == Kind.ABANDONED_CHECKOUT:
        return {"subject": Checkout.objects.get()}
    if kind == Kind.DRAFT_ORDER_INVOICE:
        return {"subject": DraftOrder.objects.get()}
    order = Order.objects.select_related("customer").get()
    return {"order": order, "subject": GiftCard.objects.first() if kind == Kind.GIFT_CARD else None}


def test_our_own_confirmation_keeps_it_text_too(store: Store, inside: Scope) -> None:
    words = previewing.default_words(Kind.ORDER_CONFIRMATION)
    tame = told(store, Kind.ORDER_CONFIRMATION, TAME)
    expected = tags(rendering.render(revision=words, locale="en", context=tame).html)
    for vector in VECTORS:
        say_everywhere(store, vector)
        order = Order.objects.select_related("customer").get()
        context = build_context(store=store, kind=Kind.ORDER_CONFIRMATION, order=order)

        mail = rendering.render(revision=words, locale="en", context=context)

        assert tags(mail.html) - expected <= {"a", "br", "img"}, vector
        page = lxml_html.document_fromstring(mail.html)
        for script in page.iter("script"):
            assert script.get("type") == "application/ld+json"
            json.loads(script.text_content())
        assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")]
        assert all(
            address.startswith(("https://", "http://", "mailto:", "#"))
            for address in addresses(mail.html) - {""}
        ), vector


def tags(html: str) -> set[str]:
    return {str(each.tag) for each in lxml_html.document_fromstring(html).iter()}


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//x.example", "https:x", "https://", "x", "",
     "https://x.example/a b", "https://x.example/\n", "https://[", "HTTPS:javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert web(url) == ""


CANARY: Final = "canary-7f3a"
STAFF: Final = f"{CANARY}@agency.example"


@pytest.mark.parametrize("kind", Kind)
def test_no_secret_and_no_word_of_staff_is_in_any_context(
    store: Store, inside: Scope, kind: str
) -> None:
    of = scene(store, kind)
    Credential.objects.filter(store=store).delete()
    Credential.objects.create(
        store=store, webhook_secret=CANARY, previous_webhook_secret=CANARY, access_token=CANARY
    )
    make_sender(store, port=25, username=CANARY, password=CANARY, host=f"{CANARY}.example")
    with every_store(because="a test plants secrets"):
        ApiKey.objects.create(
            agency=store.agency, name=CANARY, lookup=CANARY, secret_hash=CANARY.encode()
        )
        User.objects.create(email=STAFF, name=CANARY)
    Refund.objects.update(note=CANARY)
    Order.objects.update(own_tags=[CANARY], landing_site=f"/?{CANARY}", checkout_token=CANARY)
    if of.order:
        orders.add_note(order=of.order, author_id=1, author_name=CANARY, text=CANARY, now=NOW)
        of.order.refresh_from_db()

    context = build_context(store=store, kind=kind, order=of.order, subject=of.subject)

    assert [path for path, value in leaves(context) if CANARY in str(value)] == []
    assert Sender.objects.get().password == CANARY  # the planting was no mistake


PROBES: Final = (
    "shop", "shop.access_token", "shop.webhook_secret", "shop.credential", "shop.agency", "shop.pk",
    "shop._state", "shop.__class__", "shop.__class__.__mro__", "shop.objects", "order.pk",
    "order.token", "order.store", "order.notes", "order._meta", "customer._state", "customer.store",
    "line_items[0].order", "line_items[0].__dict__", "line_items.__class__", "settings",
    "settings.SECRET_KEY", "request", "request.user", "environment", "self", "context", "globals",
    "notifyhub.store", "shop.items", "shop.keys", "shop.get", "name.format", "name.__class__",
)  # fmt: skip


@pytest.mark.parametrize("probe", PROBES)
def test_a_template_cannot_look_behind_its_values(store: Store, inside: Scope, probe: str) -> None:
    of = scene(store, Kind.STAFF_NEW_ORDER)
    context = build_context(store=store, kind=Kind.STAFF_NEW_ORDER, order=of.order)

    output = environment.parse(f"[{{{{ {probe} }}}}]").render(context, options_for(context, "en"))

    assert output.text == "[]" or probe == "shop"
    assert not re.search(r"object at|<class|Store|SECRET|bound method", output.text)
