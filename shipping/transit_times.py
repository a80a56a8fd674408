"""How long the way takes: by country, postcode, carrier and shipping rate."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale
from django.db import transaction
from django.utils.translation import gettext as _

from shipping.carriers import naming
from shipping.models import Carrier, Subject, TransitTime
from shipping.processing_times import check_days
from shipping.promising import data as promising
from shipping.rule_changes import By, Outcome, RuleRefused, hold_rules, keep_change
from stores.models import Store

MOST_RULES: Final = 2_000  # of a store
LONGEST_WAY: Final = 120
LONGEST_METHOD: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitDraft:
    """A transit time as somebody wants it; "" stands for any."""

    min_days: int
    max_days: int
    country: str = ""
    postcode: str = ""
    carrier: str = ""
    method: str = ""
    runs_daily: bool = False


@transaction.atomic
def set_transit_time(*, store: Store, draft: TransitDraft, by: By) -> tuple[TransitTime, Outcome]:
    """Say it for this zone and carrier, once. Saying it again is nothing.

    Raises RuleRefused.
    """
    fields = _checked(store, draft)
    hold_rules(store)
    row = TransitTime.objects.filter(store=store, **_key(fields)).first()
    if row is None and TransitTime.objects.filter(store=store).count() >= MOST_RULES:
        words = _("A store has %(most)s transit times at most: leave the postcode of some empty.")
        raise RuleRefused(words % {"most": MOST_RULES})
    return _kept(row or TransitTime(store=store), fields, by)


@transaction.atomic
def change_transit_time(*, row: TransitTime, draft: TransitDraft, by: By) -> TransitTime:
    """Make it say this instead. Raises RuleRefused."""
    fields = _checked(row.store, draft)
    hold_rules(row.store)
    told = TransitTime.objects.filter(store=row.store, **_key(fields))
    if told.exclude(pk=row.pk).exists():
        raise RuleRefused(
            _("There is a transit time for that already: change or remove it."), "country"
        )
    return _kept(row, fields, by)[0]


@transaction.atomic
def remove_transit_time(*, row: TransitTime, by: By) -> bool:
    """Take it away; a less exact one then counts. False: it was gone."""
    store, said, name = row.store, _said(row), str(row)
    hold_rules(store)
    gone, _each = TransitTime.objects.filter(pk=row.pk).delete()
    if not gone:
        return False
    keep_change(store, Subject.TRANSIT, name, by, before=said, after=None)
    return True


@cache
def countries() -> frozenset[str]:
    """Every country and territory that a parcel can go to, by its two letters."""
    known = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - _NOT_PLACES


_NOT_PLACES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def country_code(typed: str) -> str:
    """Two capital letters, or "" for none. Raises RuleRefused."""
    code = typed.strip().upper()
    if code and code not in countries():
        words = _("“%(code)s” is no country. Use its two letters, as NO or DE.")
        raise RuleRefused(words % {"code": code[:20]}, "country")
    return code


def _checked(store: Store, draft: TransitDraft) -> dict[str, Any]:
    country = country_code(draft.country)
    postcode = promising.postcode_key(draft.postcode)
    if postcode and not country:
        raise RuleRefused(_("A postcode belongs to a country: name that too."), "country")
    if len(postcode) > 12:
        raise RuleRefused(_("A postcode begins with 12 letters or digits at most."), "postcode")
    method = promising.folded(draft.method.replace("\0", ""))
    if len(method) > LONGEST_METHOD:
        words = _("The shipping rate's name has %(most)s letters at most.")
        raise RuleRefused(words % {"most": LONGEST_METHOD}, "method")
    check_days(draft.min_days, draft.max_days, LONGEST_WAY)
    return {
        "country": country,
        "postcode": postcode,
        "carrier": _carrier(store, draft.carrier),
        "method": method,
        "min_days": draft.min_days,
        "max_days": draft.max_days,
        "runs_daily": draft.runs_daily,
    }


def _carrier(store: Store, typed: str) -> str:
    """A code of ours, of a carrier's name too; or the store's own. "" is any."""
    text = typed.replace("\0", "").strip()
    code = text if naming.name_of(text) else naming.code_of(text)
    if code or not text:
        return code
    for carrier in Carrier.objects.filter(store=store, is_retired=False):
        if text in (own_code(carrier), carrier.name):
            return own_code(carrier)
    words = _("“%(name)s” is no carrier that we know: choose one of the list.")
    raise RuleRefused(words % {"name": text[:45]}, "carrier")


def own_code(carrier: Carrier) -> str:
    return f"own:{carrier.public_id}"


def _key(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in ("country", "postcode", "carrier", "method")}


def _kept(row: TransitTime, fields: dict[str, Any], by: By) -> tuple[TransitTime, Outcome]:
    """Write the row if it says something else than before."""
    before = _said(row) if row.pk else None
    for name, value in fields.items():
        setattr(row, name, value)
    after = _said(row)
    if before == after:
        return row, Outcome.SAME
    row.changed_at, row.changed_by = by.now, by.actor[:254]
    row.save()
    keep_change(row.store, Subject.TRANSIT, str(row), by, before=before, after=after)
    return row, Outcome.CHANGED if before else Outcome.ADDED


def _said(row: TransitTime) -> dict[str, Any]:
    return {
        "country": row.country,
        "postcode": row.postcode,
        "carrier": row.carrier,
        "method": row.method,
        "min_days": row.min_days,
        "max_days": row.max_days,
        "runs_daily": row.runs_daily,
    }
