"""Drafts: kept whole or not at all, told apart by version, without reaching a buyer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stores.models import Store
from stores.scope import Scope
from templates_app import drafting, publishing, queries
from templates_app.block_rules import BlockRefused
from templates_app.data import NotificationKind
from templates_app.inheriting import Origin, Placed, draft_of
from templates_app.models import Block, Template
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
KIND = NotificationKind.ORDER_CONFIRMATION


def own_of(store: Store) -> Template:
    make_confirmation(store.agency)
    return drafting.own_template(store=store, kind=KIND, actor="Ada", now=timezone.now())


def with_title(blocks: tuple[Placed, ...], text: str) -> list[Placed]:
    settings = {"texts": {"nb": {"title": text}}}
    return [replace(b, settings=settings) if b.key == "greeting" else b for b in blocks]


def save(template: Template, blocks: Any, *, version: int | None = None) -> Template:
    return drafting.save_draft(
        template=template,
        version=template.version if version is None else version,
        blocks=blocks,
        actor="Ada",
        now=timezone.now(),
    )


def test_a_store_keeps_only_the_block_it_changed(
    store: Store, inside: Scope, django_assert_num_queries: Any
) -> None:
    own = own_of(store)

    with django_assert_num_queries(8):
        saved = save(own, with_title(draft_of(own), "Hei"))

    assert saved.version == 2
    assert [b.key for b in Block.objects.filter(template=own)] == ["greeting"]
    assert {b.key: b.origin for b in draft_of(saved)}["greeting"] == Origin.STORE
    assert queries.current_revision(store=store, kind=KIND).store is None  # type: ignore[union-attr]  # published by the factory


def test_going_back_to_the_agencys_block_leaves_nothing(store: Store, inside: Scope) -> None:
    own = own_of(store)
    as_agency = draft_of(own)
    saved = save(own, with_title(as_agency, "Hei"))

    save(saved, as_agency)

    assert not Block.objects.filter(template=own).exists()


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(
    store: Store, inside: Scope
) -> None:
    own = own_of(store)
    blocks = draft_of(own)
    save(own, with_title(blocks, "First"))

    with pytest.raises(drafting.EditConflict) as refusal:
        save(own, with_title(blocks, "Second"), version=own.version)

    assert refusal.value.by == "Ada"
    texts = Block.objects.get(template=own, key="greeting").settings["texts"]
    assert texts["nb"]["title"] == "First"


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"is_shown": "yes"}, "is_shown"),
        ({"colour": "red"}, "colour"),
        ({"texts": {"nb": {"heading": "x"}}}, "texts.nb.heading"),
        ({"texts": {"NB": {"title": "x"}}}, "texts.NB"),
        ({"texts": {"nb": {"title": 1}}}, "texts.nb.title"),
        ({"texts": {"nb": {"title": "x" * 5001}}}, "texts.nb.title"),
        ({"texts": []}, "texts"),
    ],
)
def test_what_a_block_cannot_hold_is_named(
    store: Store, inside: Scope, settings: dict[str, Any], field: str
) -> None:
    own = own_of(store)
    blocks = [replace(b, settings=settings) if b.key == "greeting" else b for b in draft_of(own)]

    with pytest.raises(BlockRefused) as refusal:
        save(own, blocks)

    assert (refusal.value.key, refusal.value.field) == ("greeting", field)
    assert not Block.objects.filter(template=own).exists()


def test_two_promotions_cannot_give_out_codes_of_two_pools(store: Store, inside: Scope) -> None:
    own = own_of(store)
    settings = {"code_mode": "UNIQUE", "pool": "Autumn"}
    blocks = [replace(b, settings=settings) if b.key == "promo" else b for b in draft_of(own)]
    same = [*blocks, Placed(key="promo-2", type="promo", settings=settings)]
    other = [*blocks, Placed(key="promo-2", type="promo", settings={**settings, "pool": "Spring"})]

    with pytest.raises(BlockRefused) as refusal:
        save(own, other)

    assert (refusal.value.key, refusal.value.field) == ("promo-2", "pool")
    assert save(own, same).version == own.version + 1


def test_what_the_agency_drafts_reaches_no_store(store: Store, inside: Scope) -> None:
    own = own_of(store)
    master = queries.agency_template(agency_id=store.agency_id, kind=KIND)
    assert master is not None

    save(master, with_title(draft_of(master), "Draft"))

    assert {b.key: b.settings for b in draft_of(own)}["greeting"] == {}


def test_a_variant_holds_only_what_differs_from_its_template(store: Store, inside: Scope) -> None:
    own = own_of(store)
    now = timezone.now()
    variant = drafting.add_variant(template=own, name="Short", now=now)
    drafting.save_draft(
        template=own,
        version=1,
        variant=variant,
        blocks=with_title(draft_of(own), "Kort"),
        actor="Ada",
        now=now,
    )

    revision = publishing.publish_template(template=own, actor="Ada", now=now)

    assert variant.label == "B"
    assert [b.key for b in Block.objects.filter(variant=variant)] == ["greeting"]
    assert {b.key: b.settings for b in draft_of(own)}["greeting"] == {}
    frozen = revision.variants.get(label="B").wording
    assert "Kort" in frozen.sources["nb"]["html"]
    assert "Kort" not in revision.sources["nb"]["html"]


def test_rolling_back_gives_the_very_same_words_and_brand(store: Store, inside: Scope) -> None:
    own = own_of(store)
    now = timezone.now()
    first = publishing.publish_template(template=own, actor="Ada", now=now)
    saved = save(own, with_title(draft_of(own), "Hei"))
    second = publishing.publish_template(template=saved, actor="Ada", now=now)

    third = publishing.restore_revision(revision=first, actor="Eve", now=now, note="Too jolly")

    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (third.wording_id, third.brand) == (first.wording_id, first.brand)
    assert third.restores == first
    assert queries.current_revision(store=store, kind=KIND) == third
    assert {b.key: b.origin for b in draft_of(saved)}["greeting"] == Origin.STORE


def test_a_scheduled_publication_takes_the_words_of_the_day_it_was_scheduled(
    store: Store, inside: Scope
) -> None:
    own = own_of(store)
    now = timezone.now()
    saved = save(own, with_title(draft_of(own), "Advent"))
    tomorrow = now + timedelta(days=1)
    publishing.schedule_publication(template=saved, at=tomorrow, actor="Ada", now=now)
    save(saved, with_title(draft_of(own), "Later"))

    assert publishing.publish_due(now=now) == 0
    assert publishing.publish_due(now=tomorrow) == 1
    assert publishing.publish_due(now=tomorrow) == 0

    revision = queries.current_revision(store=store, kind=KIND)
    assert revision is not None
    assert "Advent" in revision.sources["nb"]["html"]
    assert revision.created_by == "Ada"
