"""Imports: each file recognised, no archive trusted, no draft lost, nothing published."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import timezone

from stores.models import Agency, Store
from stores.scope import Scope
from templates_app import composing, drafting, publishing, waiving
from templates_app.data import NotificationKind as Kind
from templates_app.importing import importer, uploads
from templates_app.importing.importer import Choice
from templates_app.importing.recognising import FOREIGN, recognised
from templates_app.inheriting import draft_of
from templates_app.models import Revision, Template
from tests.factories.templates_app import make_confirmation

PAGE: Final = """<html><body><h1>Thank you, {{ customer.first_name }}</h1>
{% for line in line_items %}{{ line.title }} {{ line.quantity }}{% endfor %}
<a href="{{ order_status_url }}">Your order</a></body></html>"""
CORPUS: Final = Path(__file__).parents[3] / "shared" / "data" / "templates"
_MANIFEST_KINDS: Final = {
    "customer-account": "customer-account",
    "new-order(staff)": "STAFF_NEW_ORDER",
    "abandoned-checkout": "ABANDONED_CHECKOUT",
    "order-cancelled": "ORDER_CANCELLED",
    "order-confirmation": "ORDER_CONFIRMATION",
    "fulfillment-request": "fulfillment-request",
    "shipping-confirmation": "SHIPPING_CONFIRMATION",
    "shipping-update": "SHIPPING_UPDATE",
    "gift-card": "GIFT_CARD",
    "pos/exchange": "POS_RECEIPT",
    "refund": "ORDER_REFUND",
    "returns": "returns",
    "delivered": "DELIVERED",
    "out-for-delivery": "OUT_FOR_DELIVERY",
    "order-invoice/payment": "payment",
    "draft-order-invoice": "DRAFT_ORDER_INVOICE",
    "order-edited": "ORDER_EDITED",
}


def kept(owner: Agency | Store, source: str = PAGE, **more: Any) -> Template:
    choice = Choice(kind=Kind.ORDER_CONFIRMATION, source=source, subject=more.pop("subject", ""))
    return importer.import_templates(
        owner=owner, choices=[choice], actor="Ada", now=timezone.now(), **more
    )[0]


def zipped(files: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


@pytest.mark.corpus
@pytest.mark.parametrize(("has_name", "wanted"), [(True, 0.98), (False, 0.78)])
def test_real_templates_are_recognised(has_name: bool, wanted: float) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"{CORPUS} is absent")
    rows = [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text().splitlines()]
    wrong = []
    for row in rows:
        source = (CORPUS / row["file"]).read_text("utf-8", "replace")
        found = recognised(row["file"] if has_name else "", source)
        is_local = "READY_FOR_PICKUP" if "ready" in row["file"] else "local"
        if (found.kind or found.foreign) != _MANIFEST_KINDS.get(row["kind"], is_local):
            wrong.append((row["file"], found))

    assert len(rows) == 114
    assert 1 - len(wrong) / len(rows) >= wanted, wrong


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("mails/Shipping_Confirmation.liquid", "", Kind.SHIPPING_CONFIRMATION),
        ("", "<h1>Your order has been canceled</h1>", "ORDER_CANCELLED"),
        ("pasted", "{{ gift_card.code | format_code }}", Kind.GIFT_CARD),
        ("", "{% for line in line_items %}{{ line.title }}{% endfor %}", Kind.ORDER_CONFIRMATION),
        ("", "Hello", ""),
    ],
)  # fmt: skip
def test_a_template_is_known_by_name_heading_or_variables(
    name: str, source: str, kind: str
) -> None:
    assert recognised(name, source).kind == kind


def test_what_we_do_not_send_is_named() -> None:
    found = importer.inspect(
        [uploads.Upload("customer-account-welcome.liquid", "<p>Welcome</p>")], locale="en"
    )[0]

    assert (found.kind, found.foreign_name) == ("", FOREIGN["customer-account"][0])


@pytest.mark.parametrize(
    ("text", "subject", "begins"),
    [
        ("Subject: Order {{ name }}\n\nHello", "Order {{ name }}", "Hello"),
        ("{% comment %}\nsubject: Takk {{ name }}\n{% endcomment %}\nHei", "Takk {{ name }}", "{%"),
        ("<!-- Subject: Tack -->\nHej", "Tack", "<!--"),
        ("Hello\nSubject: no", "", "Hello"),
    ],
)
def test_the_subject_stands_at_the_top(text: str, subject: str, begins: str) -> None:
    found, source = importer.subject_and_source(text)

    assert found == subject
    assert source.startswith(begins)


def test_a_zip_is_opened_and_its_paths_ignored() -> None:
    body = zipped(
        {
            "../../etc/order-confirmation.liquid": PAGE.encode(),
            "__MACOSX/._order.liquid": b"junk",
            "logo.png": b"png",
        }
    )

    found = uploads.read_uploads([("all.zip", body)])

    assert [each.name for each in found] == ["order-confirmation.liquid"]


@pytest.mark.parametrize(
    "files",
    [
        [("bomb.zip", zipped({"a.liquid": b"x" * 30_000_000}))],
        [("many.zip", zipped({f"{n}.liquid": b"x" for n in range(101)}))],
        [("broken.zip", b"PK\x03\x04 and no more")],
        [("none.zip", zipped({"logo.png": b"png"}))],
        [("big.liquid", b"x" * 1_300_000)],
        [("long.liquid", b"x" * 300_001)],
        [("binary.liquid", b"a\x00b")],
        [],
    ],
    ids=["bomb", "many", "broken", "none", "big", "long", "binary", "nothing"],
)
def test_what_cannot_be_read_is_refused(files: list[tuple[str, bytes]]) -> None:
    with pytest.raises(uploads.ImportRefused):
        uploads.read_uploads(files)


def test_a_bomb_of_many_files_stops_before_it_is_unpacked() -> None:
    body = zipped({f"{n}.liquid": b"x" * 1_200_000 for n in range(90)})

    with pytest.raises(uploads.ImportRefused, match="holds more"):
        uploads.read_uploads([("bomb.zip", body)])


@pytest.mark.django_db
def test_an_import_is_a_draft_and_reaches_no_buyer(store: Store, inside: Scope) -> None:
    template = kept(store, subject="Thank you {{ name }}")

    blocks = {block.key: block for block in draft_of(template)}
    assert blocks["imported"].settings["source"] == PAGE
    assert blocks["subject"].settings["texts"][store.locale]["subject"] == "Thank you {{ name }}"
    assert not Revision.objects.filter(store=store).exists()
    assert template.store == store


@pytest.mark.django_db
def test_an_imported_page_keeps_what_the_agency_locked(store: Store, inside: Scope) -> None:
    template = kept(store)
    waiving.waive_finding(
        template=template, rule="L11", block_key="imported", reason="As it was.", actor="Ada",
        now=timezone.now(),
    )  # fmt: skip

    revision = publishing.publish_template(template=template, actor="Ada", now=timezone.now())

    page = revision.sources["en"]["html"]
    assert page.startswith("<html><body><h1>Thank you")
    assert page.count("<html") == 1
    assert "brand.legal_lines" in page
    assert page.endswith("</body></html>")


@pytest.mark.django_db
def test_a_draft_that_was_not_published_is_not_lost(store: Store, inside: Scope) -> None:
    first = kept(store)

    with pytest.raises(importer.DraftWouldBeLost):
        kept(store, "<html><body>Another</body></html>")
    again = kept(store, "<html><body>Another</body></html>", replace=True)

    assert again.version == first.version + 1
    assert "Another" in {b.key: b for b in draft_of(again)}["imported"].settings["source"]


@pytest.mark.django_db
def test_all_are_kept_or_none(store: Store, inside: Scope) -> None:
    template = make_confirmation(store.agency)
    blocks = [
        replace(b, settings={"texts": {"en": {"title": "Hi"}}}) if b.key == "greeting" else b
        for b in draft_of(template)
    ]
    drafting.save_draft(
        template=template, version=template.version, blocks=blocks, actor="Bo", now=timezone.now()
    )
    choices = [
        Choice(kind=Kind.GIFT_CARD, source="<html>{{ gift_card.balance | money }}</html>"),
        Choice(kind=Kind.ORDER_CONFIRMATION, source=PAGE),
    ]

    with pytest.raises(importer.DraftWouldBeLost):
        importer.import_templates(
            owner=store.agency, choices=choices, actor="Ada", now=timezone.now()
        )

    assert not Template.objects.filter(kind=Kind.GIFT_CARD).exists()


def test_a_page_beside_a_locked_block_says_whose_each_line_is() -> None:
    choice = Choice(kind=Kind.ORDER_CONFIRMATION, source=PAGE)
    draft = importer.draft_of_choice(choice, locale="en")
    legal = composing.BlockSpec(key="legal", type="legal")

    source = replace(draft, blocks=(*draft.blocks, legal)).source_in("en")

    lines = source.html.split("\n")
    owners = [source.block_at(number + 1)[0] for number in range(len(lines))]
    assert owners[0] == owners[-1] == "imported"
    assert owners[next(n for n, line in enumerate(lines) if "legal_lines" in line)] == "legal"
