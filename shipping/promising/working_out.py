"""From a store's rules and a cart to the days it leaves and arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from shipping.promising import choosing, stepping
from shipping.promising.data import (
    CartLine,
    Covers,
    Destination,
    LineDates,
    Mixed,
    Quote,
    Rules,
    Sent,
    Step,
    TransitRule,
    Way,
    Why,
)
from shipping.promising.days import BusinessDays, calendar_of_country

Dates = LineDates


def work_out(
    *, rules: Rules, lines: Sequence[CartLine], destination: Destination, counted_at: datetime
) -> Quote:
    """When these leave and arrive, counted from `counted_at`: for carts and orders alike.

    A line of which nothing is known has no date and takes none from the others.
    """
    reckoning = _Reckoning(rules, destination, counted_at)
    found = [reckoning.line(line) for line in lines]
    dates = tuple(each for each, _ in found)
    steps = stepping.merged(step for _, steps in found for step in steps)
    return _whole(rules.mixed, dates, steps)


@dataclass(frozen=True, slots=True)
class _Reckoning:
    rules: Rules
    destination: Destination
    counted_at: datetime

    def line(self, line: CartLine) -> tuple[Dates, list[Step]]:
        if not line.is_shipped or self.destination.way == Way.NONE:
            return Dates(line.key, why=Why.DIGITAL), []
        parts = [self._sent(line, part) for part in line.sent]
        if not line.is_sent:
            parts.insert(0, self._unsent(line))
        steps = [step for _, steps in parts for step in steps]
        whole = _last([dates for dates, _ in parts])
        known = replace(whole, is_sent=line.is_sent, is_there=line.is_there)
        return replace(known, counted_at=line.counted_at), steps

    def _unsent(self, line: CartLine) -> tuple[Dates, list[Step]]:
        rule = choosing.processing_of(self.rules, line)
        if rule is None:
            missing = Step("NO_PROCESSING", (line.key,))
            return Dates(line.key, why=Why.NO_PROCESSING), [missing]
        days = BusinessDays(rule.calendar or self.rules.calendar)
        counted_at = line.counted_at or self.counted_at
        counted_on = days.counted_from(counted_at)
        first = days.after(counted_on, rule.min_days) if counted_on else None
        last = days.after(counted_on, rule.max_days) if counted_on else None
        if counted_on is None or first is None or last is None:
            return Dates(line.key, why=Why.NEVER_OPEN), [Step("NEVER_OPEN", (line.key,))]
        steps = [
            stepping.counted(line, days, counted_at, counted_on),
            stepping.packed(line, rule, days, (counted_on, first, last)),
        ]
        if rule.is_dropshipped:
            return self._supplied(line, first, last, steps)
        dates, carried = self._carried(line, first, last, self.destination)
        dates = replace(dates, ships_by=days.end_of(last), ships_by_on=last)
        return dates, [*steps, *carried]

    def _supplied(
        self, line: CartLine, first: date, last: date, steps: list[Step]
    ) -> tuple[Dates, list[Step]]:
        """The supplier's days are to the door; it opens on days when something is brought."""
        there = BusinessDays(calendar_of_country(self.destination.country))
        from_on, to_on = there.on_or_after(first), there.on_or_after(last)
        dates = Dates(line.key, from_on=from_on, to_on=to_on, is_dropshipped=True)
        return dates, steps

    def _sent(self, line: CartLine, part: Sent) -> tuple[Dates, list[Step]]:
        """Of what has left: what the carrier says, or else our times from the day it left."""
        days = BusinessDays(self.rules.calendar)
        known = part.delivered_at or part.expected_at
        if known:
            on = days.day_of(known) if part.delivered_at else _day_said(known, days)
            code = "DELIVERED" if part.delivered_at else "EXPECTED"
            step = Step(code, (line.key,), {"on": on.isoformat(), "carrier": part.carrier})
            return Dates(line.key, from_on=on, to_on=on), [step]
        rule = choosing.processing_of(self.rules, line)
        if rule and rule.is_dropshipped:
            return self._unsent(line)
        if part.shipped_at is None:
            return Dates(line.key, why=Why.NO_TRANSIT), [Step("NO_TRANSIT", (line.key,))]
        on = days.day_of(part.shipped_at)
        way = replace(self.destination, carrier=part.carrier)
        dates, carried = self._carried(line, on, on, way)
        return dates, [Step("SENT", (line.key,), {"on": on.isoformat()}), *carried]

    def _carried(
        self, line: CartLine, first: date, last: date, way: Destination
    ) -> tuple[Dates, list[Step]]:
        """From the days it leaves to the days it is there."""
        rules = [] if way.way == Way.PICKUP else choosing.transits_of(self.rules, way)
        if way.way == Way.LOCAL:
            rules = [rule for rule in rules if rule.method]
        if not rules and way.way in (Way.PICKUP, Way.LOCAL):
            on = {"from_on": first.isoformat(), "to_on": last.isoformat()}
            return Dates(line.key, from_on=first, to_on=last), [Step(way.way, (line.key,), on)]
        if not rules:
            data = {"country": way.country, "method": way.method, "carrier": way.carrier}
            return Dates(line.key, why=Why.NO_TRANSIT), [Step("NO_TRANSIT", (line.key,), data)]
        spans = [
            (_arrival(each, first, way), _arrival(each, last, way, last=True)) for each in rules
        ]
        from_on, to_on = min(span[0] for span in spans), max(span[1] for span in spans)
        step = stepping.carriage(line, rules, way, (last, from_on, to_on))
        return Dates(line.key, from_on=from_on, to_on=to_on), [step]


def _arrival(rule: TransitRule, sent_on: date, way: Destination, *, last: bool = False) -> date:
    count = rule.max_days if last else rule.min_days
    if rule.runs_daily:
        return sent_on + timedelta(days=count)
    there = BusinessDays(calendar_of_country(way.country))
    # No country is closed for a year.
    return there.after(sent_on, count) or sent_on + timedelta(days=count)


def _day_said(expected_at: datetime, days: BusinessDays) -> date:
    """Carriers that know only a day write midnight of UTC: in America, the evening before."""
    moment = expected_at.astimezone(UTC)
    return moment.date() if moment.time() == time() else days.day_of(moment)


def _last(parts: list[Dates]) -> Dates:
    """When the last part of a line is there; a part without a date leaves the line without."""
    # At most one part is not sent yet, and it comes first.
    whole = replace(parts[0], is_dropshipped=any(part.is_dropshipped for part in parts))
    unknown = next((part for part in parts if part.to_on is None), None)
    if unknown:
        return replace(whole, from_on=None, to_on=None, why=unknown.why)
    return replace(
        whole,
        from_on=max(part.from_on for part in parts if part.from_on),
        to_on=max(part.to_on for part in parts if part.to_on),
    )


def _whole(mixed: Mixed, lines: tuple[Dates, ...], steps: tuple[Step, ...]) -> Quote:
    goods = [line for line in lines if line.why != Why.DIGITAL]
    dated = [line for line in goods if line.to_on]
    # What has arrived says nothing of the rest any more.
    open_ones = [line for line in dated if not line.is_there] or dated
    moments = [line.ships_by for line in goods if line.ships_by]
    days = [line.ships_by_on for line in goods if line.ships_by_on]
    covers = Covers.NONE
    if dated:
        covers = Covers.ALL if len(dated) == len(goods) else Covers.SOME
    starts = [line.from_on for line in open_ones if line.from_on]
    # Together: when all can have left and come. Each for itself: when the first of them can.
    pick = max if mixed == Mixed.LATEST else min
    if len({(line.from_on, line.to_on) for line in open_ones}) > 1:
        steps = (*steps, Step(mixed, tuple(line.key for line in open_ones)))
    return Quote(
        covers=covers,
        ships_by=pick(moments, default=None),
        ships_by_on=max(days, default=None),
        from_on=pick(starts, default=None),
        to_on=max((line.to_on for line in open_ones if line.to_on), default=None),
        lines=lines,
        steps=steps,
    )
