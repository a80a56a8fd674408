"""The days of one line, each worked out by hand from a paper calendar.

In 2026 1 November is a Sunday. Unless said otherwise: ordered by 14:00 in Oslo, 2 days to pack,
3 to 4 on the road, Norwegian holidays at both ends.
"""

from typing import Final

import pytest

from tests.shipping.promising.cases import (
    EVERY_DAY,
    MONDAY_TO_SATURDAY,
    NEVER,
    SUNDAY_TO_THURSDAY,
    Case,
    closed,
    day,
    days,
    opened,
)

NEW_YORK: Final = {"zone": "America/New_York", "keeps": "US", "to": "US"}
SYDNEY: Final = {"zone": "Australia/Sydney", "keeps": "AU", "to": "AU"}
ISRAEL: Final = {"zone": "Asia/Jerusalem", "keeps": "", "to": "IL", "workdays": SUNDAY_TO_THURSDAY}
CHINA: Final = {"zone": "Asia/Shanghai", "keeps": "CN"}
# Where what counts is the day it leaves alone.
NO_ROAD: Final = {"road": (0, 0), "is_daily": True}
# A shop that is open each day until half past two at night, when clocks are set.
NIGHT: Final = {"keeps": "", "workdays": EVERY_DAY, "cutoff": "02:30", "pack": (1, 1), **NO_ROAD}


def case(name: str, at: str, leaves: str, arrives: str = "", **more: object) -> Case:
    return Case(name=name, at=at, leaves=leaves, arrives=arrives, **more)  # type: ignore[arg-type]  # the table's own names


PLAIN_WEEKS = [
    # Wed 18, Thu 19, Fri 20 leaves; Mon 23, Tue 24, Wed 25, Thu 26.
    case("a Wednesday", "2026-11-18 10:07", "2026-11-20", "2026-11-25 2026-11-26"),
    case("before the cut-off", "2026-11-18 13:59:59", "2026-11-20", "2026-11-25 2026-11-26"),
    case("the cut-off minute", "2026-11-18 14:00:00", "2026-11-20", "2026-11-25 2026-11-26"),
    # Counts as Thursday 19: Fri 20, Mon 23 leaves; Tue 24, Wed 25, Thu 26, Fri 27.
    case("a second late", "2026-11-18 14:00:01", "2026-11-23", "2026-11-26 2026-11-27"),
    # Counts as Friday 20: Mon 23, Tue 24 leaves; Wed 25, Thu 26, Fri 27, Mon 30.
    case("a Friday", "2026-11-20 13:00", "2026-11-24", "2026-11-27 2026-11-30"),
    # Counts as Monday 23: Tue 24, Wed 25 leaves; Thu 26, Fri 27, Mon 30, Tue 1.
    case("a late Friday", "2026-11-20 14:00:01", "2026-11-25", "2026-11-30 2026-12-01"),
    case("a Saturday", "2026-11-21 09:00", "2026-11-25", "2026-11-30 2026-12-01"),
    case("Sunday's last minute", "2026-11-22 23:59:59", "2026-11-25", "2026-11-30 2026-12-01"),
    case("Monday's first moment", "2026-11-23 00:00", "2026-11-25", "2026-11-30 2026-12-01"),
    case("no cut-off to speak of", "2026-11-18 23:59", "2026-11-20", "2026-11-25 2026-11-26",
         cutoff="23:59"),
    # A cut-off at midnight: nothing but that moment counts on its day.
    case("cut-off at midnight", "2026-11-18 00:00:00", "2026-11-20", "2026-11-25 2026-11-26",
         cutoff="00:00"),
    case("after midnight", "2026-11-18 00:00:01", "2026-11-23", "2026-11-26 2026-11-27",
         cutoff="00:00"),
    # 2 to 5 days: Fri 20 at the earliest, Wed 25 at the latest; from 20 + 3 to 25 + 4.
    case("made to order", "2026-11-18 10:00", "2026-11-25", "2026-11-25 2026-12-01", pack=(2, 5)),
    case("no days at all", "2026-11-18 10:00", "2026-11-18", "2026-11-18", pack=(0, 0),
         road=(0, 0)),
    case("no days, on a Saturday", "2026-11-21 10:00", "2026-11-23", "2026-11-23", pack=(0, 0),
         road=(0, 0)),
    case("no days, late on Friday", "2026-11-20 14:01", "2026-11-23", "2026-11-23", pack=(0, 0),
         road=(0, 0)),
    case("packed at once", "2026-11-20 10:00", "2026-11-20", "2026-11-23", pack=(0, 0),
         road=(1, 1)),
    # Leaves Friday; parcels also come on Saturdays and Sundays.
    case("carried daily", "2026-11-18 10:00", "2026-11-20", "2026-11-21 2026-11-22", road=(1, 2),
         is_daily=True),
]  # fmt: skip

ZONES = [
    # 14:30 in Oslo, 08:30 in New York; there Thursday 26 is Thanksgiving.
    case("one moment in Oslo", "2026-11-18 13:30Z", "2026-11-23", "2026-11-26 2026-11-27"),
    case("the same in New York", "2026-11-18 13:30Z", "2026-11-20", "2026-11-25 2026-11-27",
         **NEW_YORK),
    # Wednesday 22:30 in Auckland: counts as Thursday; Fri 20, Mon 23.
    case("tomorrow in Auckland", "2026-11-18 09:30Z", "2026-11-23", "2026-11-26 2026-11-27",
         zone="Pacific/Auckland", keeps="NZ", to="NZ"),
    # Wednesday 22:00 in Honolulu, though Thursday in the world: Thu 19; Fri 20, Mon 23.
    case("yesterday in Honolulu", "2026-11-19 08:00Z", "2026-11-19", "2026-11-20 2026-11-23",
         zone="Pacific/Honolulu", keeps="US", to="US", cutoff="23:00", pack=(1, 1), road=(1, 2)),
    # Samoa skipped Friday 30 December 2011: Thursday is followed by Saturday, then Monday 2.
    case("a day that never was", "2011-12-29 10:00", "2012-01-02", "2012-01-02",
         zone="Pacific/Apia", keeps="", pack=(1, 1), **NO_ROAD),
    case("nor could it be worked on", "2011-12-29 10:00", "2011-12-31", "2011-12-31",
         zone="Pacific/Apia", keeps="", workdays=EVERY_DAY, pack=(1, 1), **NO_ROAD),
    # Apia is 13 hours ahead: 14:00 on the 18th is 01:00 of the world's 18th.
    case("Apia's cut-off", "2026-11-18 01:00Z", "2026-11-20", "2026-11-20", zone="Pacific/Apia",
         keeps="", **NO_ROAD),
    case("a second late in Apia", "2026-11-18 01:00:01Z", "2026-11-23", "2026-11-23",
         zone="Pacific/Apia", keeps="", **NO_ROAD),
]  # fmt: skip

CLOCKS = [
    # Oslo, 29 March 2026: 02:00 becomes 03:00, so 02:30 never is; what counts is the change.
    case("before the lost hour", "2026-03-29 00:59:59Z", "2026-03-30", "2026-03-30", **NIGHT),
    case("at the lost hour", "2026-03-29 01:00:00Z", "2026-03-30", "2026-03-30", **NIGHT),
    case("after the lost hour", "2026-03-29 01:00:01Z", "2026-03-31", "2026-03-31", **NIGHT),
    case("twenty past three", "2026-03-29 03:20", "2026-03-31", "2026-03-31", **NIGHT),
    # Oslo, 25 October: 03:00 becomes 02:00, so 02:30 is twice; the second one counts.
    case("02:15 for the first time", "2026-10-25 00:15Z", "2026-10-26", "2026-10-26", **NIGHT),
    case("02:45 for the first time", "2026-10-25 00:45Z", "2026-10-26", "2026-10-26", **NIGHT),
    case("02:15 once more", "2026-10-25 01:15Z", "2026-10-26", "2026-10-26", **NIGHT),
    case("02:30 once more", "2026-10-25 01:30Z", "2026-10-26", "2026-10-26", **NIGHT),
    case("past 02:30 for good", "2026-10-25 01:30:01Z", "2026-10-27", "2026-10-27", **NIGHT),
    # 14:00 in Oslo is 12:00 of the world's clock on Friday 23 October, and 13:00 from Monday.
    case("Friday in summer time", "2026-10-23 12:00Z", "2026-10-26", "2026-10-27", pack=(1, 1),
         road=(1, 1)),
    case("late in summer time", "2026-10-23 12:30Z", "2026-10-27", "2026-10-28", pack=(1, 1),
         road=(1, 1)),
    case("Monday in winter time", "2026-10-26 13:00Z", "2026-10-27", "2026-10-28", pack=(1, 1),
         road=(1, 1)),
    case("late in winter time", "2026-10-26 13:00:01Z", "2026-10-28", "2026-10-29", pack=(1, 1),
         road=(1, 1)),
    # New York: from 8 March 14:00 is 18:00 of the world's clock, from 1 November 19:00 again.
    case("Friday in New York's winter", "2026-03-06 19:00Z", "2026-03-09", "2026-03-10",
         pack=(1, 1), road=(1, 1), **NEW_YORK),
    case("Monday in its summer", "2026-03-09 18:00Z", "2026-03-10", "2026-03-11", pack=(1, 1),
         road=(1, 1), **NEW_YORK),
    case("late in its summer", "2026-03-09 18:00:01Z", "2026-03-11", "2026-03-12", pack=(1, 1),
         road=(1, 1), **NEW_YORK),
    case("winter again", "2026-11-02 19:00Z", "2026-11-03", "2026-11-04", pack=(1, 1),
         road=(1, 1), **NEW_YORK),
    # Sydney: summer begins on 4 October: 14:00 is 04:00 of the world's clock, then 03:00.
    case("Sydney in winter", "2026-10-02 04:00Z", "2026-10-05", "2026-10-06", pack=(1, 1),
         road=(1, 1), **SYDNEY),
    case("Sydney in summer", "2026-10-06 03:00Z", "2026-10-07", "2026-10-08", pack=(1, 1),
         road=(1, 1), **SYDNEY),
    case("late in Sydney's summer", "2026-10-06 03:00:01Z", "2026-10-08", "2026-10-09",
         pack=(1, 1), road=(1, 1), **SYDNEY),
    # Monday 5 October is Labour Day in New South Wales, not in all of Australia.
    case("Labour Day in Sydney", "2026-10-02 04:00Z", "2026-10-06", "2026-10-07", pack=(1, 1),
         road=(1, 1), part="NSW", **SYDNEY),
]  # fmt: skip

HOLIDAYS = [
    # Easter: Thursday 2, Friday 3 and Monday 6 April are holidays. Tue 7, Wed 8 leaves.
    case("into Easter", "2026-04-01 10:00", "2026-04-08", "2026-04-13 2026-04-14"),
    # Counts as Tuesday 7: Wed 8, Thu 9; Fri 10, Mon 13, Tue 14, Wed 15.
    case("late before Easter", "2026-04-01 14:00:01", "2026-04-09", "2026-04-14 2026-04-15"),
    case("on Maundy Thursday", "2026-04-02 09:00", "2026-04-09", "2026-04-14 2026-04-15"),
    # Tue 31, Wed 1 leaves; Tue 7, Wed 8, Thu 9, Fri 10.
    case("on the road at Easter", "2026-03-30 10:00", "2026-04-01", "2026-04-09 2026-04-10"),
    # Ascension on Thursday 14; 17 May is a Sunday. Fri 15, Mon 18; Tue, Wed, Thu 21, Fri 22.
    case("Ascension", "2026-05-13 10:00", "2026-05-18", "2026-05-21 2026-05-22"),
    # Whit Monday, 25 May: Fri 22, Tue 26; Wed, Thu, Fri 29, Mon 1 June.
    case("Whit Monday", "2026-05-21 10:00", "2026-05-26", "2026-05-29 2026-06-01"),
    # 1 May is a Friday: Thu 30, Mon 4; Tue, Wed, Thu 7, Fri 8.
    case("May Day", "2026-04-29 10:00", "2026-05-04", "2026-05-07 2026-05-08"),
    # In 2027 17 May is a Monday: Fri 14, Tue 18; Wed, Thu, Fri 21, Mon 24.
    case("17 May", "2027-05-13 10:00", "2027-05-18", "2027-05-21 2027-05-24"),
    # Thu 24, Mon 28 leaves (25 is a Friday); Tue 29, Wed 30, Thu 31, then Mon 4 January.
    case("over Christmas", "2026-12-23 10:00", "2026-12-28", "2026-12-31 2027-01-04"),
    # Closed until New Year's Day: Mon 4, Tue 5; Wed 6, Thu 7, Fri 8, Mon 11.
    case("closed between the years", "2026-12-23 10:00", "2027-01-05", "2027-01-08 2027-01-11",
         special=(closed("2026-12-24", "2027-01-01"),)),
    case("New Year's Eve", "2026-12-31 10:00", "2027-01-05", "2027-01-08 2027-01-11"),
    # Counts as Mon 4: Tue 5, Wed 6; Thu 7, Fri 8, Mon 11, Tue 12.
    case("late on New Year's Eve", "2026-12-31 14:00:01", "2027-01-06", "2027-01-11 2027-01-12"),
    case("midnight in Oslo", "2026-12-31 23:00Z", "2027-01-06", "2027-01-11 2027-01-12"),
    # New Year's Day on the road to Sweden: Tue 30, Wed 31, Fri 2, Mon 5.
    case("to Sweden at New Year", "2025-12-29 10:00", "2025-12-29", "2026-01-02 2026-01-05",
         pack=(0, 0), to="SE"),
    # Epiphany, Tuesday 6 January, is one in Sweden: Mon 5, Wed 7, Thu 8, Fri 9.
    case("to Sweden at Epiphany", "2026-01-02 10:00", "2026-01-02", "2026-01-08 2026-01-09",
         pack=(0, 0), to="SE"),
    case("at home it is a weekday", "2026-01-02 10:00", "2026-01-02", "2026-01-07 2026-01-08",
         pack=(0, 0)),
    # Mon 23, Tue 24, Wed 25, then Friday 27: the day between is Thanksgiving.
    case("to America in November", "2026-11-20 10:00", "2026-11-20", "2026-11-25 2026-11-27",
         pack=(0, 0), to="US"),
    # Fri 27, Mon 30; Tue 1, Wed 2, Thu 3, Fri 4.
    case("before Thanksgiving", "2026-11-25 10:00", "2026-11-30", "2026-12-03 2026-12-04",
         **NEW_YORK),
    # Counts as Friday 27: Mon 30, Tue 1; Wed 2, Thu 3, Fri 4, Mon 7.
    case("on Thanksgiving", "2026-11-26 10:00", "2026-12-01", "2026-12-04 2026-12-07",
         **NEW_YORK),
    # 4 July 2026 is a Saturday, kept on Friday 3.
    case("Independence Day", "2026-07-02 10:00", "2026-07-06", "2026-07-07 2026-07-08",
         pack=(1, 1), road=(1, 2), **NEW_YORK),
    # Monday 19 January is Martin Luther King's day.
    case("a Monday off", "2026-01-16 10:00", "2026-01-20", "2026-01-21", pack=(1, 1), road=(1, 1),
         **NEW_YORK),
    # Spring Festival closes 16 to 20 and 23 February: Tue 24, Wed 25 leaves; 10 and 15 days on.
    case("before Spring Festival", "2026-02-13 10:00", "2026-02-25", "2026-03-07 2026-03-12",
         road=(10, 15), is_daily=True, **CHINA),
    case("at Spring Festival", "2026-02-17 10:00", "2026-02-26", "2026-03-08 2026-03-13",
         road=(10, 15), is_daily=True, **CHINA),
    # The golden week closes 1, 2, 5, 6, 7 October: Thu 8, Fri 9; then 5 and 7 Norwegian weekdays.
    case("the golden week", "2026-09-30 10:00", "2026-10-09", "2026-10-16 2026-10-20",
         road=(5, 7), **CHINA),
]  # fmt: skip

WEEKENDS = [
    # Sat 21, Mon 23 leaves; Tue, Wed, Thu 26, Fri 27.
    case("Saturday is worked", "2026-11-20 10:00", "2026-11-23", "2026-11-26 2026-11-27",
         workdays=MONDAY_TO_SATURDAY),
    case("ordered on such a Saturday", "2026-11-21 10:00", "2026-11-24", "2026-11-27 2026-11-30",
         workdays=MONDAY_TO_SATURDAY),
    # Thu 19; Sun 22, Mon 23; Tue, Wed, Thu 26, then Sunday 29.
    case("Friday and Saturday off", "2026-11-19 10:00", "2026-11-23", "2026-11-26 2026-11-29",
         **ISRAEL),
    case("ordered on a Friday off", "2026-11-20 10:00", "2026-11-24", "2026-11-29 2026-11-30",
         **ISRAEL),
    # Thu 19, Sun 22, Mon 23, Tue 24 in Saudi Arabia.
    case("to a country of another week", "2026-11-18 10:00", "2026-11-18",
         "2026-11-23 2026-11-24", pack=(0, 0), to="SA"),
    # Counts as Wednesday 25; 2 and 9 December; Thursday 10.
    case("packs on Wednesdays", "2026-11-19 10:00", "2026-12-09", "2026-12-10",
         workdays=frozenset({2}), road=(1, 1)),
    # The week from 23 is closed: Mon 30, Tue 1; Wed 2, Thu 3, Fri 4, Mon 7.
    case("a week off", "2026-11-20 10:00", "2026-12-01", "2026-12-04 2026-12-07",
         special=(closed("2026-11-23", "2026-11-27"),)),
    # Sun 22, Mon 23; Tue, Wed, Thu 26, Fri 27.
    case("an open Sunday", "2026-11-20 10:00", "2026-11-23", "2026-11-26 2026-11-27",
         special=(opened("2026-11-22"),)),
    # Fri 14, Mon 17 leaves; the post keeps the day: Tue 18, Wed 19, Thu 20, Fri 21.
    case("open on 17 May", "2027-05-13 10:00", "2027-05-17", "2027-05-20 2027-05-21",
         special=(opened("2027-05-17"),)),
    # Of a closed week one day is open after all: Wed 25, Mon 30; Tue 1, Wed 2, Thu 3, Fri 4.
    case("the later word counts", "2026-11-20 10:00", "2026-11-30", "2026-12-03 2026-12-04",
         special=(closed("2026-11-23", "2026-11-27"), opened("2026-11-25"))),
]  # fmt: skip

FAR = [
    # 29 February 2028 is a Tuesday.
    case("onto a leap day", "2028-02-28 10:00", "2028-02-29", "2028-03-01 2028-03-02",
         pack=(1, 1), road=(1, 2)),
    case("from a leap day", "2028-02-29 10:00", "2028-03-02", "2028-03-07 2028-03-08"),
    case("no leap day", "2027-02-26 10:00", "2027-03-01", "2027-03-02 2027-03-03", pack=(1, 1),
         road=(1, 2)),
    # 2027 has 365 days and 2028 has 366.
    case("the longest allowed", "2027-01-01 10:00", "2028-01-01", "2028-12-31", keeps="",
         workdays=EVERY_DAY, pack=(365, 365), road=(365, 365), is_daily=True),
    # 365 weekdays are 73 weeks: 511 days after Wednesday 18 November.
    case("a year of weekdays", "2026-11-18 10:00", "2028-04-12", "2028-04-12", keeps="",
         pack=(365, 365), **NO_ROAD),
    case("never open", "2026-11-18 10:00", "", workdays=NEVER),
    case("closed for years", "2026-11-18 10:00", "", special=(closed("2026-11-01", "2028-12-31"),)),
    # 300 days from Thursday 19 November end on Tuesday 14 September.
    case("closed for 300 days", "2026-11-18 10:00", "2027-09-15", "2027-09-15", keeps="",
         pack=(1, 1), special=(closed("2026-11-19", "2027-09-14"),), **NO_ROAD),
    case("open on one day only", "2026-11-18 10:00", "2026-11-24", "2026-11-25", workdays=NEVER,
         special=(opened("2026-11-24"),), pack=(0, 0), road=(1, 1), is_daily=True),
    case("one open day is too few", "2026-11-18 10:00", "", workdays=NEVER,
         special=(opened("2026-11-24"),), pack=(1, 1)),
    case("holidays of nowhere", "2026-12-24 10:00", "2026-12-28", "2026-12-29", keeps="XX",
         to="XX", road=(1, 1)),
]  # fmt: skip

ALL = PLAIN_WEEKS + ZONES + CLOCKS + HOLIDAYS + WEEKENDS + FAR


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_line_leaves_and_arrives_on_the_days_worked_out_by_hand(each: Case) -> None:
    found = each.found()

    leaves = day(each.leaves) if each.leaves else None
    assert (found.ships_by_on, (found.from_on, found.to_on)) == (leaves, days(each.arrives))


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({each.name for each in ALL}) == len(ALL) >= 80
