"""What a push would change, store by store and mail by mail, before anything is published."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stores.models import Store
from templates_app import publishing
from templates_app.checking import Draft
from templates_app.fleet import Fleet, Sent, drafts_of, read_fleet
from templates_app.inheriting import Layer, Placed
from templates_app.models import Revision, Template, Wording
from templates_app.rebasing import Carried, carried, changed_keys

Sources = Mapping[str, Mapping[str, str]]


class Outcome(TextChoices):
    """What becomes of one mail of one store."""

    UNCHANGED = "UNCHANGED", _("unchanged")
    CHANGED = "CHANGED", pgettext_lazy("a mail, by a push", "changed")
    CONFLICT = "CONFLICT", _("changed by both")
    LOCKED = "LOCKED", _("changed, since the agency has locked it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One mail of one store after the push, beside what it sends now."""

    store: Store
    kind: str
    outcome: Outcome
    changed: tuple[str, ...]  # blocks that will say something else
    conflicts: tuple[str, ...]
    locked: tuple[str, ...]
    brand_changes: tuple[str, ...]  # fields of the brand that differ from what was frozen
    sent: Sent = field(repr=False)
    blocks: tuple[Placed, ...] = field(repr=False)
    brand: Mapping[str, Any] = field(repr=False)

    @property
    def publishes_at(self) -> datetime | None:
        """The store has a publication of its own to come, made upon what it has now."""
        return self.sent.own.publish_at if self.sent.own else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """ "Changes 14 mails in 9 stores." """

    forecasts: tuple[Forecast, ...]  # of the mails that change

    @property
    def mail_count(self) -> int:
        return len(self.forecasts)

    @property
    def store_count(self) -> int:
        return len({one.store.pk for one in self.forecasts})


class Words:
    """Composes and freezes the same blocks in the same language once, however many stores."""

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}
        self._wordings: dict[str, Wording] = {}

    def hash_of(self, kind: str, blocks: Sequence[Placed], leading: str) -> str:
        """Of the words as they would be frozen; without trying whether they can be sent."""
        key = _key(kind, [(block.key, block.type, block.settings) for block in blocks], leading)
        if key not in self._hashes:
            self._hashes[key] = _hash(sources_of(kind, blocks, leading))
        return self._hashes[key]

    def frozen(
        self, agency_id: int, kind: str, blocks: Sequence[Placed], leading: str, now: datetime
    ) -> Wording:
        """Raises TemplateRefused, NoWords."""
        key = _key(kind, [block.as_json() for block in blocks], leading)
        if key not in self._wordings:
            self._wordings[key] = publishing.freeze(
                agency_id=agency_id, kind=kind, blocks=blocks, leading=leading, now=now
            )
        return self._wordings[key]


def dry_run(
    *,
    templates: Sequence[Template],
    stores: Sequence[Store],
    from_draft: bool = True,
    take: Collection[tuple[int, str]] = (),
) -> list[Forecast]:
    """What pushing the agency's draft (else its last revision) of those kinds would do.

    At most seven queries, however many stores and kinds. `take` names the mails whose conflicts
    the agency's blocks win. Nothing is checked or frozen: what cannot be sent is refused later.
    """
    kinds = [template.kind for template in templates]
    if not kinds or not stores:
        return []
    fleet = read_fleet(agency_id=templates[0].agency_id, stores=stores, kinds=kinds)
    news = _drafts(templates) if from_draft else _published(templates, fleet)
    words = Words()
    planned = [
        _planned(fleet, store, kind, news[kind], is_taken=(store.pk, kind) in take)
        for store in stores
        for kind in kinds
        if kind in news
    ]
    kept = hashes_of({p.sent.revision.wording_id for p in planned if p.sent.revision})
    return [_forecast(fleet, kept, words, plan) for plan in planned]


def impact_of(
    *, templates: Sequence[Template], stores: Sequence[Store], from_draft: bool = True
) -> Impact:
    """Which mails of which stores a push to all of them would change. As `dry_run`."""
    found = dry_run(templates=templates, stores=stores, from_draft=from_draft)
    return Impact(forecasts=tuple(one for one in found if one.outcome != Outcome.UNCHANGED))


def impact_of_brand(
    *, agency_id: int, stores: Sequence[Store], kinds: Collection[str]
) -> list[tuple[Store, Revision]]:
    """Whose mails still wear a brand that has changed since. At most four queries.

    A store that sends the agency's words wears its brand of the day, so it is never among them.
    """
    fleet = read_fleet(agency_id=agency_id, stores=stores, kinds=kinds)
    return [
        (store, revision)
        for store in stores
        for kind in kinds
        if (revision := fleet.revisions.get((store.pk, kind))) is not None
        and revision.brand != fleet.brands[store.pk]
    ]


def sources_of(kind: str, blocks: Sequence[Placed], leading: str) -> dict[str, dict[str, str]]:
    """The Liquid of each language, composed and not checked."""
    draft = Draft(kind=kind, blocks=tuple(block.spec for block in blocks), leading=leading)
    return {tag: draft.source_in(tag).as_json() for tag in draft.locales}


def hashes_of(wording_ids: Collection[int]) -> dict[int, str]:
    """One query; the words are read one by one, since those of many stores would fill memory."""
    rows = Wording.objects.filter(pk__in=wording_ids).values_list("pk", "sources")
    return {pk: _hash(sources) for pk, sources in rows.iterator(chunk_size=20)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One mail of one store: what it sends, and what would come."""

    store: Store
    kind: str
    sent: Sent
    comes: Carried


def _planned(
    fleet: Fleet, store: Store, kind: str, new: Sequence[Placed], *, is_taken: bool
) -> _Plan:
    sent = fleet.sent(store, kind)
    layer: Layer = sent.layer
    comes = carried(layer, base=sent.base, new=new, take=layer.blocks if is_taken else ())
    return _Plan(store=store, kind=kind, sent=sent, comes=comes)


def _forecast(fleet: Fleet, kept: Mapping[int, str], words: Words, plan: _Plan) -> Forecast:
    sent, comes = plan.sent, plan.comes
    brand = fleet.brands[plan.store.pk]
    names = tuple(sorted(name for name in brand if brand[name] != sent.brand.get(name)))
    was = kept.get(sent.revision.wording_id) if sent.revision else None
    will_be = words.hash_of(plan.kind, comes.blocks, plan.store.locale)
    return Forecast(
        store=plan.store,
        kind=plan.kind,
        outcome=_outcome(comes, is_changed=bool(names) or was != will_be),
        changed=changed_keys(sent.blocks, comes.blocks),
        conflicts=comes.conflicts,
        locked=comes.locked,
        brand_changes=names,
        sent=sent,
        blocks=comes.blocks,
        brand=brand,
    )


def _outcome(comes: Carried, *, is_changed: bool) -> Outcome:
    if comes.conflicts:
        return Outcome.CONFLICT
    if not is_changed:
        return Outcome.UNCHANGED
    return Outcome.LOCKED if comes.locked else Outcome.CHANGED


def _drafts(templates: Sequence[Template]) -> dict[str, tuple[Placed, ...]]:
    drafts = drafts_of(templates)
    return {template.kind: drafts[template.pk] for template in templates}


def _published(templates: Sequence[Template], fleet: Fleet) -> dict[str, tuple[Placed, ...]]:
    last = {t.kind: fleet.revisions.get((None, t.kind)) for t in templates}
    return {kind: fleet.blocks[row.wording_id] for kind, row in last.items() if row}


def _key(*parts: object) -> str:
    return json.dumps(parts, sort_keys=True)


def _hash(sources: Sources) -> str:
    return hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()
