"""Carts of several goods, and goods on their way, worked out by hand.

All ordered Wednesday 18 November 2026 at 10:00; no holidays where it is packed, Norway's on the
road. Packed for 2 days and 3 to 4 on the road: leaves Fri 20, comes Wed 25 or Thu 26.
"""

from dataclasses import replace
from typing import Final

import pytest

from shipping.promising.data import (
    CartLine,
    Destination,
    Level,
    Mixed,
    ProcessingRule,
    Sent,
    TransitRule,
    Way,
)
from tests.shipping.promising.cases import EVERY_DAY, Cart, day, days, moment

OSLO: Final = "Europe/Oslo"
NORWAY: Final = Destination(country="NO")
STORE: Final = ProcessingRule(Level.STORE, "", 2, 2)
YARN: Final = ProcessingRule(Level.PRODUCT, "1", 0, 0)
LOOM: Final = ProcessingRule(Level.PRODUCT, "2", 2, 5)
FROM_CHINA: Final = ProcessingRule(Level.PRODUCT, "3", 7, 12, is_dropshipped=True)
LADDER: Final = (
    ProcessingRule(Level.VARIANT, "11", 1, 1),
    ProcessingRule(Level.PRODUCT, "1", 2, 2),
    ProcessingRule(Level.COLLECTION, "7", 3, 3),
    ProcessingRule(Level.COLLECTION, "8", 4, 4),
    ProcessingRule(Level.VENDOR, "rauma ull", 5, 5),
    ProcessingRule(Level.STORE, "", 6, 6),
)
AT_ONCE: Final = (TransitRule(0, 0, runs_daily=True),)
BOTH: Final = (CartLine(0, product=1), CartLine(1, product=2))
GIFT_CARD: Final = CartLine(9, is_shipped=False)


def sent(quantity: int = 1, at: str = "2026-11-23 18:00", **more: object) -> Sent:
    return Sent(quantity, moment(at, OSLO), **more)  # type: ignore[arg-type]  # the table's own names


def line(*parts: Sent, quantity: int = 1, **more: object) -> CartLine:
    return CartLine(0, quantity=quantity, sent=parts, **more)  # type: ignore[arg-type]  # likewise


def cart(name: str, lines: tuple[CartLine, ...], leaves: str, arrives: str, **more: object) -> Cart:
    said = {"rules": (STORE,), **more}
    return Cart(name=name, lines=lines, leaves=leaves, arrives=arrives, **said)  # type: ignore[arg-type]  # likewise


MIXED = [
    # Yarn leaves on the 18th and comes 23 or 24; the loom leaves 20 to 25, comes 25 to 1.
    cart("together, the latest", BOTH, "2026-11-25", "2026-11-25 2026-12-01", rules=(YARN, LOOM)),
    cart("each for itself", BOTH, "2026-11-25", "2026-11-23 2026-12-01", rules=(YARN, LOOM),
         mixed=Mixed.PER_LINE),
    # Nothing is known of the loom: it takes no date from the yarn, and the yarn keeps its own.
    cart("one without a time", BOTH, "2026-11-18", "2026-11-23 2026-11-24", rules=(YARN,),
         covers="SOME"),
    cart("none with a time", BOTH, "", "", rules=(), covers="NONE"),
    cart("a gift card alone", (GIFT_CARD,), "", "", covers="NONE"),
    cart("a gift card beside goods", (CartLine(0), GIFT_CARD), "2026-11-20",
         "2026-11-25 2026-11-26"),
    cart("nothing is delivered", (CartLine(0),), "", "", covers="NONE",
         to=Destination(way=Way.NONE)),
    cart("an empty cart", (), "", "", covers="NONE"),
]  # fmt: skip

EXACT = [
    # What leaves is there at once, so that the day says which rule counted.
    cart("variant", (CartLine(0, 1, 11, "Rauma Ull"),), "2026-11-19", "2026-11-19", rules=LADDER,
         transit=AT_ONCE, collections={1: (7, 8)}),
    cart("product", (CartLine(0, 1, 12, "Rauma Ull"),), "2026-11-20", "2026-11-20", rules=LADDER,
         transit=AT_ONCE, collections={1: (7, 8)}),
    cart("collection", (CartLine(0, 2, 21, "Rauma Ull"),), "2026-11-23", "2026-11-23",
         rules=LADDER, transit=AT_ONCE, collections={2: (7,)}),
    cart("the longer collection", (CartLine(0, 2, 21, "Rauma Ull"),), "2026-11-24", "2026-11-24",
         rules=LADDER, transit=AT_ONCE, collections={2: (7, 8)}),
    cart("vendor, however written", (CartLine(0, 3, 31, " RAUMA  ull"),), "2026-11-25",
         "2026-11-25", rules=LADDER, transit=AT_ONCE, collections={2: (7,)}),
    cart("store", (CartLine(0, 3, 31, "Sandnes"),), "2026-11-26", "2026-11-26", rules=LADDER,
         transit=AT_ONCE),
    cart("no vendor at all", (CartLine(0, 3, 31, ""),), "", "", rules=LADDER[:5], covers="NONE"),
]  # fmt: skip

SUPPLIED = [
    # 7 weekdays after Wed 18 is Fri 27, 12 is Fri 4: to the door, so no transit is added.
    cart("dropshipped", (CartLine(0, product=3),), "", "2026-11-27 2026-12-04",
         rules=(FROM_CHINA,)),
    cart("dropshipped and one's own", (CartLine(0, product=3), CartLine(1)), "2026-11-20",
         "2026-11-27 2026-12-04", rules=(FROM_CHINA, STORE)),
    # Three and four days on are a Saturday and a Sunday, when nobody in Norway brings it.
    cart("over a weekend", (CartLine(0, product=3),), "", "2026-11-23",
         rules=(replace(FROM_CHINA, min_days=3, max_days=4),), workdays=EVERY_DAY),
    cart("on its way already", (line(sent(), product=3),), "", "2026-11-27 2026-12-04",
         rules=(FROM_CHINA,)),
]  # fmt: skip

WAYS = [
    cart("fetched", (CartLine(0),), "2026-11-20", "2026-11-20",
         to=Destination(way=Way.PICKUP)),
    cart("made, then fetched", (CartLine(0, product=2),), "2026-11-25", "2026-11-20 2026-11-25",
         rules=(LOOM,), to=Destination(way=Way.PICKUP)),
    cart("brought by ourselves", (CartLine(0),), "2026-11-20", "2026-11-20",
         to=Destination(country="NO", way=Way.LOCAL)),
    # Where the store says how long its own round takes: Saturday.
    cart("brought by a named round", (CartLine(0),), "2026-11-20", "2026-11-21",
         to=Destination(country="NO", method="Sykkelbud", way=Way.LOCAL),
         transit=(TransitRule(3, 4), TransitRule(1, 1, method="sykkelbud", runs_daily=True))),
]  # fmt: skip

ROADS = [
    cart("nothing to that country", (CartLine(0),), "2026-11-20", "", covers="NONE",
         transit=(TransitRule(3, 4, country="SE"),)),
    cart("the country, not the world", (CartLine(0),), "2026-11-20", "2026-11-24",
         transit=(TransitRule(9, 9), TransitRule(2, 2, country="NO"))),
    # Svalbard, 9170, takes longer than the rest of the north.
    cart("the longest postcode", (CartLine(0),), "2026-11-20", "2026-12-01",
         to=Destination("NO", "9170 "), transit=(
             TransitRule(2, 2, country="NO"), TransitRule(4, 4, country="NO", postcode="9"),
             TransitRule(7, 7, country="NO", postcode="917"))),
    cart("a British postcode", (CartLine(0),), "2026-11-20", "2026-11-23",
         to=Destination("GB", "sw1a 1aa"), transit=(
             TransitRule(2, 2, country="GB"), TransitRule(1, 1, country="GB", postcode="SW1A"))),
    cart("a named rate", (CartLine(0),), "2026-11-20", "2026-11-23",
         to=Destination("NO", method="Express  over natt"), transit=(
             TransitRule(3, 4, country="NO"),
             TransitRule(1, 1, country="NO", method="express over natt"))),
    cart("another rate", (CartLine(0),), "2026-11-20", "2026-11-25 2026-11-26",
         to=Destination("NO", method="Hjem"), transit=(
             TransitRule(3, 4, country="NO"),
             TransitRule(1, 1, country="NO", method="express over natt"))),
    # Who carries it is not known yet: any of the store's may.
    cart("one of two carriers", (CartLine(0),), "2026-11-20", "2026-11-23 2026-11-26",
         transit=(TransitRule(1, 2, carrier="dhl"), TransitRule(3, 4, carrier="postnord"))),
    cart("the carrier is known", (line(sent(carrier="dhl")),), "", "2026-11-24 2026-11-25",
         transit=(TransitRule(1, 2, carrier="dhl"), TransitRule(3, 4, carrier="postnord"))),
    cart("whoever carries it", (CartLine(0),), "2026-11-20", "2026-11-27",
         transit=(TransitRule(1, 2, carrier="dhl"), TransitRule(5, 5))),
    # Equally exact, so careful.
    cart("said twice", (CartLine(0),), "2026-11-20", "2026-11-26 2026-11-30",
         transit=(TransitRule(2, 3, country="NO"), TransitRule(4, 6, country="NO"))),
]  # fmt: skip

SENT = [
    # Monday 23, though it should have left on Friday: Thu 26 or Fri 27. Nothing has to leave.
    cart("sent a day late", (line(sent()),), "", "2026-11-26 2026-11-27"),
    # 00:30 on Tuesday in Oslo: Fri 27 or Mon 30.
    cart("sent after midnight", (line(Sent(1, moment("2026-11-23 23:30Z", OSLO))),), "",
         "2026-11-27 2026-11-30"),
    # One of two left on Thursday 19 and comes 24 or 25; the other comes 25 or 26.
    cart("half of it sent", (line(sent(1, "2026-11-19 12:00"), quantity=2),), "2026-11-20",
         "2026-11-25 2026-11-26"),
    cart("sent, nobody knows when", (line(Sent(1)),), "", "", covers="NONE"),
    cart("the carrier expects it", (line(sent(expected_at=moment("2026-11-30 17:00", OSLO))),),
         "", "2026-11-30"),
    # A day alone is written as its midnight in Greenwich: in New York still the evening before.
    cart("a day that carriers say", (line(sent(expected_at=moment("2026-11-30 00:00Z", OSLO))),),
         "", "2026-11-30", zone="America/New_York"),
    cart("an hour that carriers say", (line(sent(expected_at=moment("2026-12-01 01:00Z", OSLO))),),
         "", "2026-11-30", zone="America/New_York"),
    # What has arrived moves nothing any more: the rest comes 25 or 26.
    cart("one of two is there", (
        line(sent(at="2026-11-19 12:00", delivered_at=moment("2026-11-20 12:00", OSLO))),
        CartLine(1)), "2026-11-20", "2026-11-25 2026-11-26", mixed=Mixed.PER_LINE),
    cart("all is there", (
        line(sent(at="2026-11-19 12:00", delivered_at=moment("2026-11-20 12:00", OSLO))),),
        "", "2026-11-20"),
    # Counted anew from Monday 23: leaves Wed 25; Thu, Fri, Mon 30, Tue 1.
    cart("counted anew", (CartLine(0, counted_at=moment("2026-11-23 09:00", OSLO)),),
         "2026-11-25", "2026-11-30 2026-12-01"),
]  # fmt: skip

ALL = MIXED + EXACT + SUPPLIED + WAYS + ROADS + SENT


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_cart_leaves_and_arrives_on_the_days_worked_out_by_hand(each: Cart) -> None:
    found = each.found()

    leaves = day(each.leaves) if each.leaves else None
    assert (found.ships_by_on, (found.from_on, found.to_on)) == (leaves, days(each.arrives))
    assert found.covers == each.covers


def test_each_line_says_its_own_days_and_what_is_missing() -> None:
    mixed = next(each for each in ALL if each.name == "one without a time")

    yarn, loom = mixed.found().lines

    assert (yarn.from_on, yarn.to_on) == days("2026-11-23 2026-11-24")
    assert (loom.to_on, loom.why) == (None, "NO_PROCESSING")


def test_the_steps_say_which_rules_counted_for_which_lines() -> None:
    per_line = next(each for each in ALL if each.name == "each for itself")

    steps = [(step.code, step.lines) for step in per_line.found().steps]

    assert steps == [
        ("COUNTED", (0, 1)), ("PACKED", (0,)), ("CARRIED", (0,)), ("PACKED", (1,)),
        ("CARRIED", (1,)), ("PER_LINE", (0, 1)),
    ]  # fmt: skip


def test_of_lines_with_dates_of_their_own_the_first_to_leave_is_what_may_be_late() -> None:
    per_line = next(each for each in ALL if each.name == "each for itself").found()
    together = next(each for each in ALL if each.name == "together, the latest").found()

    assert (per_line.ships_by, together.ships_by) == (
        moment("2026-11-19 00:00", OSLO), moment("2026-11-26 00:00", OSLO),
    )  # fmt: skip
