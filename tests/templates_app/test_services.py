"""Brands inherit field by field; what is published parses, renders, and never changes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stores.models import Agency, Store, User
from stores.scope import Scope, agency_scope, every_store, store_scope
from templates_app import (
    catalogue,
    checking,
    drafting,
    publishing,
    queries,
    rendering,
    samples,
    services,
)
from templates_app.data import NotificationKind
from templates_app.models import Block, Brand, Revision, Template
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
KIND = NotificationKind.ORDER_CONFIRMATION


def test_a_store_inherits_its_brand_field_by_field(store: Store, inside: Scope) -> None:
    now = timezone.now()
    services.save_brand(
        agency=store.agency,
        fields={"accent": "#004488", "footer": "Ours", "font": "SERIF"},
        now=now,
    )
    services.save_brand(
        agency=store.agency, store=store, fields={"accent": "#AA2200", "footer": ""}, now=now
    )

    brand = queries.resolved_brand(store)

    assert brand.accent == "#AA2200"
    assert brand.footer == "Ours"
    assert brand.font == "SERIF"
    assert brand.ground == "#EEF1EF"
    assert brand.contact_email == store.email
    assert brand.name == store.name


def test_a_sibling_does_not_inherit_from_the_store(store: Store) -> None:
    sibling = make_store(store.agency)
    with store_scope(store.pk):
        services.save_brand(
            agency=store.agency, store=store, fields={"accent": "#AA2200"}, now=timezone.now()
        )

    with store_scope(sibling.pk):
        assert queries.resolved_brand(sibling).accent == "#1F4D45"
        assert not Brand.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red"),
        ("accent", "#12345"),
        ("accent", "#123456;background:url(x)"),
        ("ground", "rgb(1,2,3)"),
        ("logo_url", "http://insecure.example/logo.png"),
        ("logo_url", "javascript:alert(1)"),
        ("logo_width", 4000),
        ("website", "//x"),
        ("website", 'https://x.example/"onclick='),
        ("font", "Comic Sans"),
        ("contact_email", "nobody"),
        ("social", {"Instagram": "javascript:alert(1)"}),
        ("is_admin", True),
    ],
)
def test_a_brand_refuses_what_could_not_stand_in_a_mail(
    store: Store, inside: Scope, field: str, value: Any
) -> None:
    with pytest.raises(services.BrandRefused) as refusal:
        services.save_brand(agency=store.agency, fields={field: value}, now=timezone.now())

    assert refusal.value.field == field
    assert str(refusal.value)


def test_the_default_is_made_once(store: Store, inside: Scope) -> None:
    first = make_confirmation(store.agency)
    again = make_confirmation(store.agency)

    assert first == again
    assert Revision.objects.count() == 1
    assert Block.objects.filter(template=first).count() == 13


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_default(agency: Agency) -> None:
    def make(_: int) -> int:
        try:
            with agency_scope(agency.pk, []):
                return make_confirmation(agency).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(make, range(4)))

    assert len(made) == 1
    with agency_scope(agency.pk, []):
        assert Revision.objects.count() == 1


def test_every_store_of_the_agency_sends_the_agencys_words(store: Store, inside: Scope) -> None:
    make_confirmation(store.agency)

    revision = queries.current_revision(store=store, kind=KIND)

    assert revision is not None
    assert revision.store is None
    assert set(revision.locales) == {"da", "de", "en", "fr", "nb", "sv", "zh-Hans"}


def test_a_stores_own_words_win(store: Store, inside: Scope) -> None:
    make_confirmation(store.agency)
    now = timezone.now()
    own = drafting.own_template(store=store, kind=KIND, actor="Ada", now=now)
    texts = {"nb": {"title": "Hei"}}
    Block.objects.create(
        agency=store.agency,
        store=store,
        template=own,
        key="greeting",
        type="greeting",
        settings={"texts": texts},
    )
    published = publishing.publish_template(template=own, actor="Ada", now=timezone.now())

    assert queries.current_revision(store=store, kind=KIND) == published


def test_a_store_of_another_agency_sees_neither(store: Store, intruder: User) -> None:
    with store_scope(store.pk):
        make_confirmation(store.agency)
    with every_store(because="the test looks for the intruder's store"):
        foreign = Store.objects.exclude(pk=store.pk).get()

    with store_scope(foreign.pk):
        assert queries.current_revision(store=foreign, kind=KIND) is None
        assert not Template.objects.exists()
        assert not Revision.objects.exists()


def test_publishing_again_without_a_change_is_the_same_revision(
    store: Store, inside: Scope
) -> None:
    template = make_confirmation(store.agency)

    again = publishing.publish_template(template=template, actor="Ada", now=timezone.now())

    assert again.number == 1


def test_a_change_is_a_new_revision_with_the_next_number(store: Store, inside: Scope) -> None:
    template = make_confirmation(store.agency)
    greeting = Block.objects.get(template=template, type="greeting")
    greeting.settings = {"texts": {"nb": {"title": "Hei & hallo, {{ first_name }}"}}}
    greeting.save()

    revision = publishing.publish_template(template=template, actor="Ada", now=timezone.now())
    mail = rendering.render(revision=revision, locale="nb-NO", context=samples.plain())

    assert revision.number == 2
    assert revision.created_by == "Ada"
    assert "Hei &amp; hallo, <bdi>Ingrid</bdi>" in mail.html
    assert queries.current_revision(store=store, kind=KIND) == revision


def test_a_broken_block_is_refused_with_its_place(store: Store, inside: Scope) -> None:
    template = make_confirmation(store.agency)
    source = "<p>Fine</p>\n<p>{% if customer %}</p>"
    Block.objects.create(
        agency=store.agency,
        template=template,
        key="custom",
        type="custom",
        settings={"source": source},
    )

    with pytest.raises(checking.TemplateRefused) as refusal:
        publishing.publish_template(template=template, actor="Ada", now=timezone.now())

    assert refusal.value.block == "Custom Liquid"
    assert refusal.value.place.line == 2
    assert "Custom Liquid" in str(refusal.value)
    assert Revision.objects.count() == 1


def test_a_block_that_fails_on_a_sample_is_refused_with_its_line(
    store: Store, inside: Scope
) -> None:
    template = make_confirmation(store.agency)
    Block.objects.create(
        agency=store.agency,
        template=template,
        key="custom",
        type="custom",
        settings={"source": "{{ name }}\n{{ 1 | divided_by: 0 }}"},
    )

    with pytest.raises(checking.TemplateRefused) as refusal:
        publishing.publish_template(template=template, actor="Ada", now=timezone.now())

    assert refusal.value.block == "Custom Liquid"
    assert refusal.value.place.line == 2
    assert "divide by 0" in refusal.value.place.message


def test_a_broken_subject_is_refused(store: Store, inside: Scope) -> None:
    template = make_confirmation(store.agency)
    texts = {"en": {"subject": "Order"}, "sv": {"subject": "Order {{ name "}}
    Block.objects.filter(template=template, key="subject").update(settings={"texts": texts})

    with pytest.raises(checking.TemplateRefused) as refusal:
        publishing.publish_template(template=template, actor="Ada", now=timezone.now())

    assert (refusal.value.block, refusal.value.locale) == ("Subject", "sv")


def test_a_revision_is_never_changed(store: Store, inside: Scope) -> None:
    make_confirmation(store.agency)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Revision.objects.update(created_by="Somebody else")
    assert Revision.objects.get().created_by == "NotifyHub"


def test_a_kind_without_words_says_so(
    store: Store, inside: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "kind_words", lambda _kind: None)

    with pytest.raises(publishing.NoWords):
        services.ensure_default_template(
            agency=store.agency, kind=NotificationKind.GIFT_CARD, now=timezone.now()
        )


def test_reads_cost_one_query_each(store: Store, django_assert_num_queries: Any) -> None:
    with agency_scope(store.agency_id, [store.pk]):
        make_confirmation(store.agency)
    with store_scope(store.pk):
        with django_assert_num_queries(1):
            revision = queries.current_revision(store=store, kind=KIND)
        with django_assert_num_queries(1):
            queries.resolved_brand(store)
        assert revision is not None
        rendering.render(revision=revision, locale="nb", context=samples.plain())
        revision = queries.current_revision(store=store, kind=KIND)
        assert revision is not None
        with django_assert_num_queries(0):  # parsed already: the sources stay in the database
            rendering.render(revision=revision, locale="nb", context=samples.plain())
