"""Verbs over brands, and the defaults that an agency begins with.

Drafts are in drafting.py, what buyers get in publishing.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app import catalogue
from templates_app.brand_rules import complaint_about
from templates_app.data import NotificationKind
from templates_app.models import Block, Brand, Template
from templates_app.publishing import NoWords, publish_template
from templates_app.queries import agency_template

US: Final = "NotifyHub"


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
    """Keep how the agency, or one of its stores, looks; an empty field inherits."""
    for name, value in fields.items():
        complaint = complaint_about(name, value)
        if complaint:
            raise BrandRefused(name, complaint)
    brand, _ = Brand.objects.update_or_create(
        agency=agency, store=store, defaults={**fields, "changed_at": now}
    )
    return brand


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
