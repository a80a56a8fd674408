"""From a draft to what buyers get: check it, freeze it, number it; and back to an older one.

# Note [Who sends what]
A revision belongs to an agency (`store` null) or to one store. A store sends its own last one; a
store that never got one of its own sends the agency's last. As soon as an agency rolls out in
stages, the stores that are not yet at their turn are pinned to what they send (rolling.py).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from stores.models import Store
from templates_app import catalogue, checking, epochs, waiving
from templates_app.checking import Draft
from templates_app.data import BrandData
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Revision, Template, VariantWording, Wording
from templates_app.pinning import copy_variants
from templates_app.queries import agency_brand, resolved_brand

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NoWords(DomainError):
    """We have no default words for that kind of message."""

    code = "no-words"


class TooLateToPublish(DomainError):
    """A publication can only be scheduled for a time to come."""

    code = "too-late"


@transaction.atomic
def publish_template(*, template: Template, actor: str, now: datetime, note: str = "") -> Revision:
    """Freeze the draft as its next revision; the last one again where nothing changed.

    Refuses, naming block, line and column, what does not parse or fails on the sample orders
    (TemplateRefused), and what the linter calls an error (waiving.FindingsStopPublishing).
    """
    locked = _locked(template)
    wording = _frozen(locked, draft_of(locked), now)
    variants = [
        (variant, _frozen(locked, draft_of(locked, variant), now))
        for variant in locked.variants.order_by("label")
    ]
    last = _revisions(locked, locked.store).order_by("-number").first()
    revision = add_revision(
        template=locked, store=locked.store, wording=wording, actor=actor, now=now, note=note
    )
    if revision == last:
        kept = revision.variants.order_by("label").values_list("label", "wording_id")
        if list(kept) == [(variant.label, frozen.pk) for variant, frozen in variants]:
            return revision
        revision = _again(revision, actor=actor, now=now, note=note)
    VariantWording.objects.bulk_create(
        VariantWording(
            agency_id=revision.agency_id,
            store_id=revision.store_id,
            revision=revision,
            label=variant.label,
            name=variant.name,
            wording=frozen,
        )
        for variant, frozen in variants
    )
    return revision


@transaction.atomic
def restore_revision(*, revision: Revision, actor: str, now: datetime, note: str = "") -> Revision:
    """Publish an old revision again, words and brand: its mails are made byte for byte as then.

    The draft stays as it is. Raises VariantInUse where a test runs that needs a newer variant.
    """
    _locked(revision.template)
    epochs.refuse_without_variants([revision])
    restored = _again(revision, actor=actor, now=now, note=note, restores=revision)
    copy_variants([(restored, revision.pk)])
    return restored


@transaction.atomic
def schedule_publication(
    *, template: Template, at: datetime, actor: str, now: datetime, note: str = ""
) -> Template:
    """Freeze the draft now, and publish those words at that time, whatever the draft becomes."""
    if at <= now:
        raise TooLateToPublish(_("Choose a time to come, or publish at once."))
    locked = _locked(template)
    locked.publish_wording = _frozen(locked, draft_of(locked), now)
    locked.publish_at, locked.publish_by, locked.publish_note = at, actor, note
    locked.save(update_fields=["publish_wording", "publish_at", "publish_by", "publish_note"])
    return locked


def cancel_publication(*, template: Template) -> bool:
    """Take back a publication to come; False where there is none."""
    due = Template.objects.filter(pk=template.pk, publish_at__isnull=False)
    return bool(due.update(publish_at=None, publish_wording=None, publish_by="", publish_note=""))


def publish_due(*, now: datetime, limit: int = 100) -> int:
    """Publish what was scheduled for now or before; how many. Each in its own transaction."""
    due = Template.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")
    return sum(_publish_scheduled(key, now) for key in due.values_list("pk", flat=True)[:limit])


def freeze(
    *,
    agency_id: int,
    kind: str,
    blocks: Sequence[Placed],
    leading: str,
    now: datetime,
    locales: tuple[str, ...] = (),
) -> Wording:
    """The words of those blocks in every language, kept once an agency. One or two queries.

    In `locales` only, if some are given: a mail for one reader needs no other.

    Raises TemplateRefused, naming block, language and place, for what cannot be sent.
    """
    if catalogue.kind_words(kind) is None:
        raise NoWords(f"There are no default words for {kind} yet.")
    draft = replace(_draft(kind, blocks, leading), only=locales)
    sources = checking.frozen_sources(draft)
    layout = [block.as_json() for block in blocks]
    wording, _is_new = Wording.objects.get_or_create(
        agency_id=agency_id,
        fingerprint=_fingerprint(kind, sources, layout),
        defaults={
            "kind": kind,
            "locales": sorted(sources),
            "sources": sources,
            "blocks": layout,
            "created_at": now,
        },
    )
    return wording


def forget_wordings(*, wording_ids: Iterable[int]) -> int:
    """Erase words that were edited for one buyer; how many. What was published stays."""
    ids = list(wording_ids)
    if not ids:
        return 0
    published = {
        *Revision.objects.filter(wording__in=ids).values_list("wording_id", flat=True),
        *VariantWording.objects.filter(wording__in=ids).values_list("wording_id", flat=True),
        *Template.objects.filter(publish_wording__in=ids).values_list(
            "publish_wording_id", flat=True
        ),
    }
    return Wording.objects.filter(pk__in=set(ids) - published).delete()[0]


def add_revision(
    *,
    template: Template,
    store: Store | None,
    wording: Wording,
    actor: str,
    now: datetime,
    note: str = "",
) -> Revision:
    """Those words in today's brand as the next revision; the last one where nothing changed.

    The caller holds the template's lock, in a transaction.
    """
    brand = _brand_of(template, store).as_context()
    last = _revisions(template, store).select_related("wording").order_by("-number").first()
    if last is not None and last.wording_id == wording.pk and last.brand == brand:
        return last
    return _append(
        template=template,
        store=store,
        wording=wording,
        brand=brand,
        base=template.base,
        actor=actor,
        now=now,
        note=note,
        waived=waiving.on_record(template),
    )


def _frozen(template: Template, blocks: Sequence[Placed], now: datetime) -> Wording:
    """The blocks' words, once they parse, render and have no finding that stops them."""
    wording = freeze(
        agency_id=template.agency_id,
        kind=template.kind,
        blocks=blocks,
        leading=_leading(template),
        now=now,
    )
    waiving.check_findings(
        template=template,
        draft=_draft(template.kind, blocks, _leading(template)),
        brand=_brand_of(template, template.store).as_context(),
    )
    return wording


def _draft(kind: str, blocks: Sequence[Placed], leading: str) -> Draft:
    return Draft(kind=kind, blocks=tuple(block.spec for block in blocks), leading=leading)


def _leading(template: Template) -> str:
    return template.store.locale if template.store else "en"


def _again(revision: Revision, **fields: Any) -> Revision:
    """The same words and brand under the next number; its variants are the caller's to add."""
    return _append(
        template=revision.template,
        store=revision.store,
        wording=revision.wording,
        brand=revision.brand,
        waived=revision.waived,
        base=revision.base,
        **fields,
    )


def _append(*, template: Template, store: Store | None, **fields: Any) -> Revision:
    number = _revisions(template, store).aggregate(last=Max("number"))["last"] or 0
    revision = Revision(
        agency_id=template.agency_id,
        store=store,
        template=template,
        kind=template.kind,
        number=number + 1,
        created_at=fields.pop("now"),
        created_by=fields.pop("actor"),
        **fields,
    )
    epochs.words_come([revision])
    revision.save(force_insert=True)
    jobs.defer("templates_app.prove_wordings")
    return revision


def _publish_scheduled(template_id: int, now: datetime) -> int:
    with transaction.atomic():
        due = Template.objects.filter(pk=template_id, publish_at__lte=now)
        template = (
            due.select_for_update(of=("self",), skip_locked=True)
            .select_related("agency", "store", "publish_wording")
            .first()
        )
        if template is None or template.publish_wording is None:
            return 0
        last = _revisions(template, template.store).order_by("-number").first()
        revision = add_revision(
            template=template,
            store=template.store,
            wording=template.publish_wording,
            actor=template.publish_by,
            now=now,
            note=template.publish_note,
        )
        if last is not None and revision != last:
            copy_variants([(revision, last.pk)])
        cancel_publication(template=template)
        return 1


def _locked(template: Template) -> Template:
    return (
        Template.objects.select_for_update(of=("self",))
        .select_related("agency", "store", "base__wording")
        .get(pk=template.pk)
    )


def _revisions(template: Template, store: Store | None) -> "QuerySet[Revision]":
    return Revision.objects.filter(agency_id=template.agency_id, store=store, kind=template.kind)


def _brand_of(template: Template, store: Store | None) -> BrandData:
    return resolved_brand(store) if store else agency_brand(template.agency)


def _fingerprint(kind: str, sources: Mapping[str, Any], layout: Sequence[Mapping[str, Any]]) -> str:
    text = json.dumps([kind, sources, layout], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
