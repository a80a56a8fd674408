"""Agencies with many stores, for tests of pushes. The caller stands inside `every_store`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from stores.models import Agency, Store
from templates_app import advancing, drafting, publishing, queries, rendering, rolling, samples
from templates_app.data import NotificationKind
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Revision, Rollout, Template
from templates_app.rolling import Push
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation

KIND = NotificationKind.ORDER_CONFIRMATION
ACTOR = "Ada"


def make_fleet(agency: Agency, count: int) -> list[Store]:
    make_confirmation(agency)
    return [make_store(agency, name=f"Store {place:03}") for place in range(count)]


def master_of(agency: Agency) -> Template:
    found = queries.agency_template(agency_id=agency.pk, kind=KIND)
    assert found is not None
    return found


def say(template: Template, key: str, **texts: str) -> Template:
    """Save a draft in which a block says something else in Norwegian."""
    settings: dict[str, Any] = {"texts": {"nb": texts}}
    return save(
        template,
        [replace(b, settings=settings) if b.key == key else b for b in draft_of(template)],
    )


def hide(template: Template, key: str) -> Template:
    blocks = draft_of(template)
    hidden = {"is_shown": False}
    return save(template, [replace(b, settings=hidden) if b.key == key else b for b in blocks])


def lock(template: Template, key: str) -> Template:
    blocks = draft_of(template)
    return save(template, [replace(b, is_locked=True) if b.key == key else b for b in blocks])


def save(template: Template, blocks: Sequence[Placed]) -> Template:
    fresh = Template.objects.select_related("base__wording").get(pk=template.pk)
    return drafting.save_draft(
        template=fresh, version=fresh.version, blocks=blocks, actor=ACTOR, now=timezone.now()
    )


def override(store: Store, key: str, *, is_published: bool = True, **texts: str) -> Template:
    """The store's own words in one block."""
    own = drafting.own_template(store=store, kind=KIND, actor=ACTOR, now=timezone.now())
    own = say(own, key, **texts)
    if is_published:
        publishing.publish_template(template=own, actor=ACTOR, now=timezone.now())
    return own


def push(agency: Agency, stores: Sequence[Store], **how: Any) -> Rollout:
    wanted = Push(templates=[master_of(agency)], stores=stores, **how)
    return rolling.start_rollout(agency=agency, push=wanted, actor=ACTOR, now=timezone.now())


def advance(later: timedelta = timedelta(0)) -> int:
    """Until nothing is due at that time; how many chunks."""
    now: datetime = timezone.now() + later
    chunks = 0
    while advancing.advance_rollouts(now=now):
        chunks += 1
    return chunks


def sent(store: Store) -> Revision:
    found = queries.current_revision(store=store, kind=KIND)
    assert found is not None
    return found


def mail(store: Store) -> str:
    """What a buyer of the store gets, byte for byte."""
    revision = sent(store)
    brand = revision.brand
    if revision.store_id is None:
        brand = queries.resolved_brand(store).as_context()
    context = samples.SAMPLES["plain"]()
    context["notifyhub"] = {**context.get("notifyhub", {}), "brand": brand}
    made = rendering.render(revision=revision, locale="nb", context=context)
    return f"{made.subject}\n{made.html}\n{made.text}"
