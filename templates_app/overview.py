"""All mails of an agency, or of a store, at a glance: what is sent, what waits, what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stores.models import Store
from templates_app.data import NotificationKind
from templates_app.fleet import Fleet, drafts_of, read_fleet
from templates_app.inheriting import Placed
from templates_app.models import Revision, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMail:
    """One kind at the agency, and how far its stores are from it."""

    template: Template
    revision: Revision | None  # the agency's last
    is_edited: bool  # the draft says something else than what is published
    changing_count: int  # stores that change blocks of their own
    behind_count: int  # stores that send words older than the agency's last
    old_brand_count: int  # stores whose mails wear a brand that has changed since

    @property
    def publishes_at(self) -> datetime | None:
        return self.template.publish_at


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreMail:
    """One kind of a store."""

    kind: str
    template: Template | None  # the store's own draft, where it has one
    revision: Revision | None  # what it sends: its own, else the agency's
    is_edited: bool
    is_behind: bool
    has_old_brand: bool
    changed: tuple[str, ...]  # blocks of its own in what it sends
    blocks: tuple[Placed, ...]  # of what it sends

    @property
    def publishes_at(self) -> datetime | None:
        return self.template.publish_at if self.template else None


def agency_mails(*, agency_id: int, stores: Sequence[Store]) -> list[AgencyMail]:
    """The agency's kinds in the order we know them. Seven queries, however many stores."""
    fleet = read_fleet(agency_id=agency_id, stores=stores, kinds=NotificationKind.values)
    masters = [t for (store_id, _), t in fleet.templates.items() if store_id is None]
    drafts = drafts_of(masters)
    masters.sort(key=lambda template: NotificationKind.values.index(template.kind))
    return [_agency_mail(fleet, stores, one, drafts[one.pk]) for one in masters]


def store_mails(*, store: Store) -> list[StoreMail]:
    """Every kind that the store sends or drafts. Seven queries."""
    kinds = NotificationKind.values
    fleet = read_fleet(agency_id=store.agency_id, stores=[store], kinds=kinds)
    own = [template for (store_id, _), template in fleet.templates.items() if store_id]
    drafts = drafts_of(own)
    known = {kind for _, kind in (*fleet.revisions, *fleet.templates)}
    return [_store_mail(fleet, store, kind, drafts) for kind in kinds if kind in known]


def _agency_mail(
    fleet: Fleet, stores: Sequence[Store], template: Template, draft: tuple[Placed, ...]
) -> AgencyMail:
    kind = template.kind
    last = fleet.revisions.get((None, kind))
    own = [row for s in stores if (row := fleet.revisions.get((s.pk, kind))) is not None]
    return AgencyMail(
        template=template,
        revision=last,
        is_edited=last is None or _differs(draft, fleet.blocks[last.wording_id]),
        changing_count=sum(
            bool(fleet.sent(store, kind).layer.blocks)
            for store in stores
            if (store.pk, kind) in fleet.revisions
        ),
        behind_count=sum(_is_behind(fleet, row, last) for row in own),
        old_brand_count=sum(row.brand != fleet.brands[row.store_id] for row in own if row.store_id),
    )


def _store_mail(
    fleet: Fleet, store: Store, kind: str, drafts: dict[int, tuple[Placed, ...]]
) -> StoreMail:
    sent = fleet.sent(store, kind)
    last = fleet.revisions.get((None, kind))
    is_own = sent.revision is not None and sent.revision.store_id is not None
    return StoreMail(
        kind=kind,
        template=sent.own,
        revision=sent.revision,
        is_edited=sent.own is not None and _differs(drafts[sent.own.pk], sent.blocks),
        is_behind=is_own and _is_behind(fleet, sent.revision, last),
        has_old_brand=is_own and sent.brand != fleet.brands[store.pk],
        changed=tuple(sent.layer.blocks),
        blocks=tuple(sent.blocks),
    )


def _is_behind(fleet: Fleet, row: Revision | None, last: Revision | None) -> bool:
    """Whether it was made upon other words than the agency's last; a restored one counts as old."""
    if row is None or last is None or row.base is None or row.base_id == last.pk:
        return False
    return row.base.wording_id != last.wording_id


def _differs(draft: Sequence[Placed], sent: Sequence[Placed]) -> bool:
    said = [(block.key, block.type, block.settings, block.is_locked) for block in draft]
    return said != [(block.key, block.type, block.settings, block.is_locked) for block in sent]
