"""Verbs over brands, and the defaults that an agency begins with.

Drafts are in drafting.py, what buyers get in publishing.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from common import jobs
from common.errors import DomainError
from stores.models import Agency, Store
from templates_app import audit_opening, catalogue
from templates_app.brand_rules import complaint_about
from templates_app.data import NotificationKind
from templates_app.models import Block, Brand, Picture, Template
from templates_app.picture_addresses import PATH, without_host
from templates_app.publishing import NoWords, publish_template
from templates_app.queries import agency_template

US: Final = "NotifyHub"
BRAND_FIELDS: Final = (
    *("logo_url", "logo_width", "accent", "text", "ground", "font"),
    *("footer", "legal", "contact_email", "website", "social"),
)


class BrandRefused(DomainError):
    """A field of the brand cannot be used in a mail; `field` names it."""

    code = "brand-refused"

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(complaint)
        self.field = field


@transaction.atomic
def save_brand(
    *, agency: Agency, store: Store | None = None, fields: Mapping[str, Any], now: datetime
) -> Brand:
    """Keep how the agency, or one of its stores, looks; an empty field inherits.

    What really changed is noted, and soon marks the mails that show it "to audit".
    """
    for name, value in fields.items():
        complaint = complaint_about(name, value)
        if complaint:
            raise BrandRefused(name, complaint)
    kept = {**fields, **_logo_as_kept(agency, fields.get("logo_url"))}
    brand, _is_new = Brand.objects.get_or_create(
        agency=agency, store=store, defaults={"changed_at": now}
    )
    brand = Brand.objects.select_for_update(of=("self",)).get(pk=brand.pk)
    changed = {name for name, value in kept.items() if getattr(brand, name) != value}
    for name in changed:
        setattr(brand, name, kept[name])
    if changed:
        brand.to_audit = sorted(changed.union(brand.to_audit))
        jobs.defer("templates_app.open_audits")
    brand.changed_at = now
    brand.save()
    return brand


@transaction.atomic
def remove_brand(*, agency: Agency, store: Store | None = None, now: datetime) -> bool:
    """Let the store wear the agency's look again, or the agency ours. False if it did already.

    The mails that showed it are marked "to audit", as after each change.
    """
    if not Brand.objects.filter(agency=agency, store=store).exists():
        return False
    unset = Brand(agency=agency, store=store, changed_at=now)
    bare = {name: getattr(unset, name) for name in BRAND_FIELDS}
    brand = save_brand(agency=agency, store=store, fields=bare, now=now)
    audit_opening.open_for_changed_brands(agency=agency, now=now)
    brand.delete()
    return True


def _logo_as_kept(agency: Agency, url: object) -> dict[str, str]:
    """The path of a picture of ours, which from now on may stand in mails that were sent."""
    if not isinstance(url, str):
        return {}
    path = without_host(url)
    for token in PATH.findall(path):
        Picture.objects.filter(agency=agency, token=token).update(was_worn=True)
    return {"logo_url": path}


def ensure_default_template(*, agency: Agency, kind: NotificationKind, now: datetime) -> Template:
    """The agency's template of that kind; made of our default blocks and published if missing."""
    words = catalogue.kind_words(kind)
    if words is None:
        raise NoWords(f"There are no default words for {kind.label} yet.")
    found = agency_template(agency_id=agency.pk, kind=kind)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _default_template(agency, words, kind, now)
    except IntegrityError:  # somebody else made it a moment ago
        found = agency_template(agency_id=agency.pk, kind=kind)
        if found is None:
            raise
        return found


def _default_template(
    agency: Agency, words: catalogue.KindWords, kind: NotificationKind, now: datetime
) -> Template:
    template = Template.objects.create(
        agency=agency,
        kind=kind,
        name=words.name,
        order=[block.key for block in words.blocks],
        created_at=now,
        changed_at=now,
        changed_by=US,
    )
    Block.objects.bulk_create(
        Block(
            agency=agency,
            template=template,
            key=block.key,
            type=block.type,
            settings=block.settings,
            is_locked=block.is_locked,
        )
        for block in words.blocks
    )
    publish_template(template=template, actor=US, now=now)
    return template
