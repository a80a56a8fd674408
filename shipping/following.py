"""With whom a parcel is and where it can be followed: what page, mail, API and desk show alike.

A carrier that Shopify or staff named is never overridden, and none is guessed in silence: a number
that does not decide leaves it open, and `candidates_of` says what it may be.
See Note [Carriers without guessing] in shipping/carriers/detecting.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q

from shipping.carriers import linking, naming
from shipping.carriers.data import Candidate
from shipping.carriers.detecting import decided, detect
from shipping.models import Carrier, CarrierGround, Origin, Parcel

# So many of a store's last parcels tell with whom it usually sends.
HABIT_PARCELS: Final = 200


def carrier_of(parcel: Parcel) -> str:
    """The carrier's name, for people; "" if nobody knows. Reads `own_carrier`."""
    if parcel.own_carrier:
        return parcel.own_carrier.name
    known = naming.name_of(parcel.carrier)
    is_chosen = parcel.carrier_ground == CarrierGround.STAFF and known
    if naming.is_named(parcel.company) and not is_chosen:
        return parcel.company
    return known


def link_of(parcel: Parcel) -> str:
    """Where the parcel can be followed; "" if no address is known or safe. Reads `own_carrier`.

    The address that was given with it wins, unless it is Shopify's and staff have since said that
    another carrier has the parcel, or it is not https and ours is.
    """
    given = parcel.url if linking.is_web(parcel.url) else ""
    is_overruled = parcel.origin == Origin.SHOPIFY and parcel.carrier_ground == CarrierGround.STAFF
    if given.startswith("https://") and not is_overruled:
        return given
    return _carriers_link(parcel) or given


def candidates_of(
    parcel: Parcel,
    *,
    destination: str = "",
    origin: str = "",
    habit: Mapping[str, float] | None = None,
) -> tuple[Candidate, ...]:
    """Whose it may be, likeliest first, for staff to choose from. Reads `own_carrier`."""
    return detect(
        parcel.number,
        company=carrier_of(parcel) if parcel.carrier_ground else parcel.company,
        destination=destination,
        origin=origin,
        habit=habit,
    )


def habit_of(store_id: int) -> dict[str, float]:
    """Which share each carrier has of the store's last parcels: one statement, bounded."""
    rows = Parcel.objects.filter(store_id=store_id).order_by(F("created_at").desc(), "-id")
    codes = Counter(code for code in rows.values_list("carrier", flat=True)[:HABIT_PARCELS] if code)
    return {code: count / codes.total() for code, count in codes.items()}


@dataclass(frozen=True, slots=True)
class _Verdict:
    carrier: str = ""
    own_carrier_id: int | None = None
    ground: str = CarrierGround.UNKNOWN


def settle(parcels: Iterable[Parcel]) -> None:
    """Keep with whom these saved parcels of one store are, unless staff said so.

    One statement for each carrier that is news, and one more if a name is not of our table.
    """
    rows = list(parcels)
    own = _own_carriers(rows)
    found: dict[_Verdict, list[Parcel]] = defaultdict(list)
    for parcel in rows:
        found[_verdict(parcel, own)].append(parcel)
    for verdict, theirs in found.items():
        _keep(verdict, theirs)


def settle_unsaved(parcels: Sequence[Parcel]) -> None:
    """As settle(), for rows of one store that are not written yet: nobody said anything of them."""
    own = _own_carriers(parcels)
    for parcel in parcels:
        verdict = _verdict(parcel, own)
        parcel.carrier, parcel.own_carrier_id = verdict.carrier, verdict.own_carrier_id
        parcel.carrier_ground = verdict.ground


def _verdict(parcel: Parcel, own: Mapping[str, int]) -> _Verdict:
    if naming.is_named(parcel.company):
        mine = own.get(parcel.company.strip().casefold())
        code = "" if mine else naming.code_of(parcel.company)
        return _Verdict(code, mine, CarrierGround.SHOPIFY)
    certain = decided(detect(parcel.number))
    return _Verdict(certain.code, ground=CarrierGround.NUMBER) if certain else _Verdict()


def _own_carriers(rows: Sequence[Parcel]) -> dict[str, int]:
    """The store's own carriers that these parcels name, and to which our table has no link."""
    named = {row.company.strip() for row in rows if naming.is_named(row.company)}
    unknown = [name for name in named if not linking.has_link(naming.code_of(name))]
    if not unknown:
        return {}
    wanted = Q()
    for name in unknown:
        wanted |= Q(name__iexact=name)
    theirs = Carrier.objects.filter(wanted, store_id=rows[0].store_id, is_retired=False)
    return {name.casefold(): pk for name, pk in theirs.values_list("name", "pk")}


def _keep(verdict: _Verdict, parcels: Sequence[Parcel]) -> None:
    values = {
        "carrier": verdict.carrier,
        "own_carrier_id": verdict.own_carrier_id,
        "carrier_ground": verdict.ground,
    }
    held = Parcel.objects.filter(pk__in=[each.pk for each in parcels])
    same = Q(carrier=verdict.carrier, carrier_ground=verdict.ground)
    same &= (
        Q(own_carrier=verdict.own_carrier_id)
        if verdict.own_carrier_id
        else Q(own_carrier__isnull=True)
    )
    held.exclude(carrier_ground=CarrierGround.STAFF).exclude(same).update(**values)


def _carriers_link(parcel: Parcel) -> str:
    if parcel.own_carrier:
        return linking.filled(parcel.own_carrier.url_template, parcel.number.strip())
    return linking.url_of(parcel.carrier, parcel.number)
