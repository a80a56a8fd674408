"""Words edited for one message: what is foreseen, what is sent, what is refused."""

from typing import Any

import pytest
from django.utils import timezone

from messaging import sending, services
from messaging.correction import Words
from messaging.editing import BlockEdit, Edits
from messaging.models import Message, PromoMail
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.block_rules import BlockRefused
from templates_app.checking import TemplateRefused
from templates_app.inheriting import BlockLocked
from templates_app.models import Wording
from tests.factories.messaging import (
    fresh,
    make_order,
    make_words,
    plan,
)
from tests.messaging.corrections import RIGHT, TYPO, again, body_of, foreseen, make_sent, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(store: Store) -> Message:
    return make_sent(store)


def test_subject_lines_and_a_text_are_edited_for_this_message_alone(sent: Message) -> None:
    edits = Edits(
        subject="Her er ordrebekreftelsen din",
        lines="Beklager at denne kom sent:\n<b>{{ shop.name }}</b> hadde en skrivefeil.",
        blocks={"greeting": BlockEdit(texts={"title": "Hei igjen, {{ name }}"})},
    )

    shown = foreseen(sent, recipient=RIGHT, edits=edits)
    made = again(sent, recipient=RIGHT, edits=edits)
    later = again(sent)

    assert shown.mail
    assert not shown.complaints
    changes = {change.part: (change.was, change.now) for change in shown.changes}
    assert changes["To"] == (TYPO, RIGHT)
    assert changes["Subject"] == (sent.subject, "Her er ordrebekreftelsen din")
    body = body_of(made)
    assert made.subject == "Her er ordrebekreftelsen din"
    assert f"Hei igjen, {order_of(sent).name}" in body.text
    assert "Beklager at denne kom sent:" in body.text
    assert "<b>{{ shop.name }}</b> hadde en skrivefeil." in body.text  # words, nothing else
    with store_scope(sent.store_id):
        assert made.wording
        assert made.wording.locales == [made.locale]
    assert (later.subject, later.wording) == (sent.subject, None)
    assert again(made).subject == made.subject  # what was edited stays edited


def test_what_is_foreseen_is_what_is_sent(sent: Message) -> None:
    shown = foreseen(sent, edits=Edits(lines="Beklager."))

    made = again(sent, edits=Edits(lines="Beklager."))

    assert shown.mail
    assert (made.subject, body_of(made).text) == (shown.mail.subject, shown.mail.text)


def test_nothing_is_different_where_nothing_was_changed(sent: Message) -> None:
    assert foreseen(sent).changes == ()
    assert foreseen(sent, words=Words.AS_SENT).changes == ()


def test_a_block_may_be_left_out_of_one_message(sent: Message) -> None:
    edits = Edits(blocks={"order_lines": BlockEdit(settings={"is_shown": False})})

    made = again(sent, edits=edits)

    assert "Garnnøste" in body_of(sent).text
    assert "Garnnøste" not in body_of(made).text


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        ({"legal": BlockEdit(settings={"is_shown": False})}, BlockLocked),
        ({"nowhere": BlockEdit(texts={"title": "Hei"})}, BlockRefused),
        ({"greeting": BlockEdit(texts={"nothing": "Hei"})}, BlockRefused),
        ({"greeting": BlockEdit(texts={"title": "x" * 6000})}, BlockRefused),
        ({"greeting": BlockEdit(texts={"title": "{{ broken"})}, TemplateRefused),
        ({"greeting": BlockEdit(texts={"title": "{% if %}"})}, TemplateRefused),
    ],
)
def test_edits_keep_to_the_rules_of_templates(
    sent: Message, edit: Any, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        again(sent, edits=Edits(blocks=edit))

    with store_scope(sent.store_id):
        assert Message.objects.count() == 1


def test_only_what_the_reader_sees_is_offered_to_edit(sent: Message) -> None:
    fields = {(each.block, each.name): each for each in foreseen(sent).fields}

    assert fields["subject", "subject"].value == sent.subject
    assert fields["greeting", "title"].value in body_of(sent).text
    assert ("greeting", "lead_unpaid") not in fields
    assert {each.is_locked for key, each in fields.items() if key[0] == "legal"} <= {True}


def test_a_buyers_name_never_becomes_liquid(store: Store) -> None:
    make_words(store)
    order = make_order(store, buyer_name="{{ shop.secret }} Evil")
    message = plan(order)
    sending.send_due(now=timezone.now())

    values = [each.value for each in foreseen(fresh(message)).fields]

    assert not any("shop.secret" in value for value in values)


def test_edited_words_are_forgotten_with_the_buyer(sent: Message) -> None:
    made = again(sent, edits=Edits(lines="Kjære Ingrid Solheim"), because="Ingrid rang")
    with store_scope(sent.store_id):
        services.redact_messages(order_ids=[order_of(sent).pk], now=timezone.now())

    row = fresh(made)
    assert (row.wording, row.because, row.recipient) == (None, "", "")
    with every_store(because="a test looks for what is left"):
        assert not Wording.objects.filter(blocks__icontains="Ingrid").exists()
        assert Wording.objects.exists()


def test_promotion_is_what_the_first_had(sent: Message) -> None:
    with store_scope(sent.store_id):
        PromoMail.objects.create(message=sent, store_id=sent.store_id, promoted_at=timezone.now())

    assert foreseen(sent).mail
    again(sent)

    with store_scope(sent.store_id):
        assert list(PromoMail.objects.values_list("message_id", flat=True)) == [sent.pk]
