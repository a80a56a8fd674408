"""How long things take until they leave: set for a variant, product, collection, vendor or all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from shipping.models import Calendar, CollectionProduct, Level, ProcessingTime, Subject
from shipping.models.promise import MOST_DAYS
from shipping.promising import data as promising
from shipping.rule_changes import By, Outcome, RuleRefused, hold_rules, keep_change
from stores.models import Store

MOST_RULES: Final = 10_000  # of a store
MOST_PRODUCTS: Final = 20_000  # of a collection
LONGEST_LABEL: Final = 255
GREATEST_ID: Final = 2**63 - 1
BY_ID: Final = (Level.VARIANT, Level.PRODUCT, Level.COLLECTION)
# What people copy: the number itself, Shopify's global id, or the address of its page.
_ID: Final = re.compile(r"(?:gid://shopify/(\w+)/|https?://\S+?/(\w+?)s/)?([0-9]{1,19})/?")
_NAMES: Final = {
    Level.VARIANT: {"productvariant", "variant"},
    Level.PRODUCT: {"product"},
    Level.COLLECTION: {"collection"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingDraft:
    """A processing time as somebody wants it. `target`: as typed; see `target_of`."""

    level: str
    min_days: int
    max_days: int
    target: str = ""
    label: str = ""
    calendar: Calendar | None = None
    is_dropshipped: bool = False


@transaction.atomic
def set_processing_time(
    *, store: Store, draft: ProcessingDraft, by: By
) -> tuple[ProcessingTime, Outcome]:
    """Say it for this level and target, once. Saying it again is nothing.

    Raises RuleRefused.
    """
    fields = _checked(store, draft)
    hold_rules(store)
    told = ProcessingTime.objects.select_related("calendar")
    row = told.filter(store=store, level=fields["level"], target=fields["target"]).first()
    if row is None and ProcessingTime.objects.filter(store=store).count() >= MOST_RULES:
        limit = {"most": MOST_RULES}
        raise RuleRefused(
            _("A store has %(most)s processing times at most: say it of a vendor or collection.")
            % limit
        )
    return _kept(row or ProcessingTime(store=store), fields, by)


@transaction.atomic
def change_processing_time(
    *, row: ProcessingTime, draft: ProcessingDraft, by: By
) -> ProcessingTime:
    """Make it say this instead, also of something else. Raises RuleRefused."""
    fields = _checked(row.store, draft)
    hold_rules(row.store)
    told = ProcessingTime.objects.filter(
        store=row.store, level=fields["level"], target=fields["target"]
    )
    if told.exclude(pk=row.pk).exists():
        raise RuleRefused(
            _("There is a processing time for that already: change or remove it."), "target"
        )
    return _kept(row, fields, by)[0]


@transaction.atomic
def remove_processing_time(*, row: ProcessingTime, by: By) -> bool:
    """Take it away; the next level above then counts. False: it was gone."""
    store, said, name = row.store, _said(row), str(row)
    hold_rules(store)
    gone, _each = ProcessingTime.objects.filter(pk=row.pk).delete()
    if not gone:
        return False
    keep_change(store, Subject.PROCESSING, name, by, before=said, after=None)
    return True


@transaction.atomic
def set_collection_products(
    *, store: Store, collection: str, products: Iterable[str], by: By
) -> int:
    """These and no others are in the collection; how many. Raises RuleRefused."""
    number = int(target_of(Level.COLLECTION, collection))
    wanted = {int(target_of(Level.PRODUCT, one, "products")) for one in products}
    if len(wanted) > MOST_PRODUCTS:
        limit = {"most": MOST_PRODUCTS}
        raise RuleRefused(_("A collection has %(most)s products here at most.") % limit, "products")
    hold_rules(store)
    held = CollectionProduct.objects.filter(store=store, collection=number)
    known = set(held.values_list("product", flat=True))
    if known == wanted:
        return len(wanted)
    held.filter(product__in=known - wanted).delete()
    rows = [
        CollectionProduct(store=store, collection=number, product=product)
        for product in sorted(wanted - known)
    ]
    CollectionProduct.objects.bulk_create(rows, batch_size=1000)
    keep_change(
        store,
        Subject.COLLECTION,
        str(number),
        by,
        before={"products": len(known)},
        after={
            "products": len(wanted),
            "added": len(wanted - known),
            "removed": len(known - wanted),
        },
    )
    return len(wanted)


def target_of(level: str, typed: str, field: str = "target") -> str:
    """What is said of, in the form that the table keeps. Raises RuleRefused.

    Shopify's id as digits, also out of its global id or the address of its page; a vendor's name
    folded, since shops write it in more ways than one; "" of the whole store.
    """
    text = " ".join(typed.replace("\0", "").split())
    if level == Level.STORE:
        return ""
    if level == Level.VENDOR:
        folded = promising.folded(text)
        if not folded or len(folded) > LONGEST_LABEL:
            raise RuleRefused(_("Name the vendor as its products do in Shopify."), field)
        return folded
    found = _ID.fullmatch(text)
    kind = (found[1] or found[2] or "").lower() if found else ""
    is_right = found and (not kind or kind in _NAMES[Level(level)])
    number = int(found[3]) if found and is_right else 0
    if not 0 < number <= GREATEST_ID:
        raise RuleRefused(
            _(
                "Give Shopify's id of it: the digits at the end of its address in Shopify's admin, "
                "such as 8412345678901."
            ),
            field,
        )
    return str(number)


def check_days(least: int, most: int, greatest: int = MOST_DAYS) -> None:
    """Raises RuleRefused for what is no span of days."""
    if not 0 <= least <= greatest:
        words = _("“At least” is a number of days from 0 to %(most)s.")
        raise RuleRefused(words % {"most": greatest}, "min_days")
    if not 0 <= most <= greatest:
        words = _("“At most” is a number of days from 0 to %(most)s.")
        raise RuleRefused(words % {"most": greatest}, "max_days")
    if least > most:
        words = _("“At least” (%(least)s days) is more than “at most” (%(most)s): swap them.")
        raise RuleRefused(words % {"least": least, "most": most}, "max_days")


def _checked(store: Store, draft: ProcessingDraft) -> dict[str, Any]:
    if draft.level not in Level:
        known = ", ".join(Level.values)
        raise RuleRefused(_("Say what it is for, one of: %(known)s.") % {"known": known}, "level")
    target = target_of(draft.level, draft.target)
    check_days(draft.min_days, draft.max_days)
    label = " ".join(draft.label.replace("\0", "").split())
    if not label and draft.level == Level.VENDOR:
        label = " ".join(draft.target.split())
    if len(label) > LONGEST_LABEL:
        raise RuleRefused(_("The name has at most %(most)s letters.") % {"most": 255}, "label")
    if draft.calendar is not None and draft.calendar.store_id != store.pk:
        raise RuleRefused(_("That calendar is another store's: choose one of this."), "calendar")
    return {
        "level": draft.level,
        "target": target,
        "label": label,
        "min_days": draft.min_days,
        "max_days": draft.max_days,
        "calendar": draft.calendar,
        "is_dropshipped": draft.is_dropshipped,
    }


def _kept(row: ProcessingTime, fields: dict[str, Any], by: By) -> tuple[ProcessingTime, Outcome]:
    """Write the row if it says something else than before."""
    before = _said(row) if row.pk else None
    for name, value in fields.items():
        setattr(row, name, value)
    after = _said(row)
    if before == after:
        return row, Outcome.SAME
    row.changed_at, row.changed_by = by.now, by.actor[:254]
    row.save()
    keep_change(row.store, Subject.PROCESSING, str(row), by, before=before, after=after)
    return row, Outcome.CHANGED if before else Outcome.ADDED


def _said(row: ProcessingTime) -> dict[str, Any]:
    return {
        "level": row.level,
        "target": row.target,
        "label": row.label,
        "min_days": row.min_days,
        "max_days": row.max_days,
        "calendar": row.calendar.name if row.calendar else "",
        "is_dropshipped": row.is_dropshipped,
    }
