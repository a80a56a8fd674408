"""Whose parcel is it? Candidates by the shape of the number, its check digit, and what is around.

Note [Carriers without guessing]
A number rarely says its carrier: twelve digits are FedEx's, Purolator's, GLS's and Yamato's, and
one in ten passes any check digit by chance. So nothing is decided here that two carriers could
claim. `detect` lists whoever it may be; what weighs in is odds that multiply: how much the shape
says by itself, the check digit, the countries, the store's habit. `decided` asks more than being
first: Shopify or staff named it, or the number has a shape that is one carrier's alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shipping.carriers import naming
from shipping.carriers.checks import ODDS, agrees
from shipping.carriers.data import Candidate, Courier, Mark, Shape
from shipping.carriers.linking import filled
from shipping.carriers.numbers import normal
from shipping.carriers.table import couriers, posts, s10

_MARKS: Final[Mapping[Mark, float]] = {Mark.PLAIN: 1, Mark.SHARED: 12, Mark.OWN: 400}
_NAMED: Final = 5_000.0
_NAMED_BESIDE_ITS_SHAPES: Final = 100.0  # a carrier's newest numbers may be unknown to us
# Of a carrier that delivers in few countries: where none is known, one of them is, or none is.
_LOCAL: Final = 0.7
_HOME: Final = 3.0
_ABROAD: Final = 0.25
_HABIT: Final = 6.0  # of a store that uses one carrier only
_NOBODY_WE_KNOW: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Fit:
    courier: Courier
    shape: Shape
    odds: float


def detect(
    number: str,
    *,
    company: str = "",
    destination: str = "",
    origin: str = "",
    habit: Mapping[str, float] | None = None,
) -> tuple[Candidate, ...]:
    """All carriers whose parcel it may be, likeliest first; the one that `company` names leads.

    Countries are two letters; `habit` is the share of each code among the store's last parcels.
    See Note [Carriers without guessing].
    """
    written = normal(number)
    named = naming.code_of(company) if naming.is_named(company) else ""
    around = {country.upper() for country in (destination, origin) if country}
    odds: dict[str, float] = {}
    fits: dict[str, _Fit] = {}
    for fit in _fits(written) if written else ():
        code = fit.courier.code
        fits[code] = fit
        odds[code] = fit.odds * _place(fit, around) * (1 + _HABIT * (habit or {}).get(code, 0.0))
    if named:
        odds[named] = _NAMED if named in fits else _NAMED_BESIDE_ITS_SHAPES
    total = sum(odds.values()) + _NOBODY_WE_KNOW
    found = [
        _candidate(code, fits.get(code), odds[code] / total, written, is_named=code == named)
        for code in odds
    ]
    found.sort(key=lambda each: (not each.is_named, -each.confidence, each.code))
    if naming.is_named(company) and not named:
        return (Candidate(code="", name=company.strip(), confidence=1.0, is_named=True), *found)
    return tuple(found)


def decided(candidates: Iterable[Candidate]) -> Candidate | None:
    """The one that is certain: named, or alone in claiming such a number. None: ask a person."""
    listed = list(candidates)
    named = [each for each in listed if each.is_named]
    certain = named or [each for each in listed if each.is_decisive]
    return certain[0] if len(certain) == 1 else None


def _fits(written: str) -> Iterable[_Fit]:
    """The best shape of each carrier that has one for this number."""
    post = _post(written)
    if post:
        yield post
    for courier in couriers().values():
        if post and courier.code == post.courier.code:
            continue
        held = [shape for shape in courier.shapes if _match(shape, written)]
        if held:
            best = max(held, key=_odds)
            yield _Fit(courier, best, _odds(best))


def _post(written: str) -> _Fit | None:
    shape = s10()
    found = _match(shape, written)
    if found is None:
        return None
    country, known = found["CountryCode"], posts()
    code = known.get((found["ServiceType"][0], country)) or known.get(("", country))
    return _Fit(couriers()[code], shape, _odds(shape)) if code else None


def _match(shape: Shape, written: str) -> re.Match[str] | None:
    """The number in this shape, if its check digit agrees where the shape has one."""
    found = shape.pattern.fullmatch(written)
    if found is None or shape.check is None:
        return found
    body = found["SerialNumber"]
    if shape.prepend and shape.prepend[0].match(body):
        body = shape.prepend[1] + body
    is_right = agrees(shape.check.name, body, found["CheckDigit"], shape.check.rule)
    return found if is_right else None


def _odds(shape: Shape) -> float:
    return _MARKS[shape.mark] * (ODDS[shape.check.name] if shape.check else 1)


def _place(fit: _Fit, around: set[str]) -> float:
    """How far the countries speak for a carrier that delivers in few."""
    home = fit.courier.countries
    if not home or fit.shape.mark is Mark.OWN:
        return 1.0
    if not around:
        return _LOCAL
    return _HOME if around & home else _ABROAD


def _candidate(
    code: str, fit: _Fit | None, confidence: float, written: str, *, is_named: bool
) -> Candidate:
    courier = couriers()[code]
    is_own = fit is not None and fit.shape.mark is Mark.OWN
    is_checked = fit is not None and fit.shape.check is not None
    # A link to a carrier that only might have it could show a stranger's parcel.
    is_safe = is_named or is_own or is_checked
    url = fit.shape.url if fit and fit.shape is not s10() else courier.url
    return Candidate(
        code=code,
        name=courier.name,
        confidence=round(min(confidence, 0.999), 3),
        is_checked=is_checked,
        is_named=is_named,
        is_decisive=is_own,
        url=filled(url, written) if is_safe else "",
    )
