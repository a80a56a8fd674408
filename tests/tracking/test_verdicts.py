"""Each rule by itself, at its edges; no database."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from messaging.hidden_links import HONEYPOT_LINK
from tests.tracking.corpus.measuring import tapes
from tests.tracking.corpus.visitors import GMAIL, OUTLOOK, PREVIEWS, YAHOO
from tracking.verdicts.agents import Agent, agent_of
from tracking.verdicts.data import Facts, Hit, Kind, NetworkClass, Way, Who, Why
from tracking.verdicts.rules import judge

SENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
OTHER = "Mozilla/5.0 (Linux; Android 14; CUBOT X19) AppleWebKit/537.36 Chrome/140.0 Mobile"
FACTS = Facts(SENT, links_count=8)
GATEWAY = Facts(SENT, links_count=8, is_gateway=True)


def hit(kind: Kind, seconds: float, **fields: Any) -> Hit:
    known = {"agent": BROWSER, "ip": "198.51.100.0", **fields}
    return Hit(kind, SENT + timedelta(seconds=seconds), **known)


def opened(seconds: float = 100, **fields: Any) -> Hit:
    return hit(Kind.OPEN, seconds, **fields)


def clicked(seconds: float = 100, link: int = 0, **fields: Any) -> Hit:
    return hit(Kind.CLICK, seconds, link_index=link, **fields)


def reasons(*hits: Hit, facts: Facts = FACTS) -> list[Why | None]:
    return [verdict.why if verdict else None for verdict in judge(hits, facts)]


def test_rule_1_what_nobody_asked_for_is_never_counted() -> None:
    verdicts = judge([opened(way=Way.HEAD), clicked(way=Way.AHEAD)], FACTS)

    assert [verdict and verdict.why for verdict in verdicts] == [Why.NOT_GET, Why.FETCHED_AHEAD]
    for verdict in verdicts:
        assert verdict
        assert not verdict.who.is_person
        assert not verdict.who.is_machine


@pytest.mark.parametrize(
    ("one", "who"),
    [
        (opened(agent="Mozilla/5.0", network=NetworkClass.APPLE), Who.MACHINE_PRIVACY),
        (opened(agent="Mozilla/5.0"), Who.MACHINE_SUSPECTED),
        (opened(agent=BROWSER, network=NetworkClass.APPLE), Who.HUMAN),
        (clicked(agent="Mozilla/5.0", network=NetworkClass.APPLE), Who.HUMAN),
        (opened(agent="Mozilla/5.0 "), Who.HUMAN),
    ],
)
def test_rule_2_apples_privacy_is_a_machine_and_apples_relay_is_not(one: Hit, who: Who) -> None:
    [verdict] = judge([one], FACTS)

    assert verdict
    assert verdict.who is who


@pytest.mark.parametrize("agent", [*GMAIL, *YAHOO])
@pytest.mark.parametrize(
    ("seconds", "who"),
    [(1.99, Who.MACHINE_SUSPECTED), (2.0, Who.HUMAN_PROXIED), (9e6, Who.HUMAN_PROXIED)],
)
def test_rule_3_a_mailboxs_proxy_is_a_person(agent: str, seconds: float, who: Who) -> None:
    [verdict] = judge([opened(seconds, agent=agent)], GATEWAY)

    assert verdict
    assert verdict.who is who


def test_rule_3_no_burst_and_no_bait_takes_a_proxys_open_away() -> None:
    hits = [clicked(100 + link, link) for link in (0, 1, 2, HONEYPOT_LINK)]

    verdicts = judge([*hits, opened(101, agent=GMAIL[0])], GATEWAY)

    assert verdicts[-1]
    assert verdicts[-1].who is Who.HUMAN_PROXIED


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (opened(agent="BarracudaCentral/1.0"), Why.SCANNER_AGENT),
        (clicked(agent="Mozilla/5.0 (compatible; bingbot/2.0)"), Why.SCANNER_AGENT),
        (clicked(agent="python-requests/2.32"), Why.SCANNER_AGENT),
        (clicked(network=NetworkClass.SCANNER), Why.SCANNER_NETWORK),
        (opened(network=NetworkClass.SCANNER), Why.SCANNER_NETWORK),
        (clicked(agent=OTHER), Why.NOTHING_AGAINST),
        (clicked(agent=""), Why.NOTHING_AGAINST),
    ],
)
def test_rule_4_scanners_by_name_and_by_network(one: Hit, why: Why) -> None:
    assert reasons(one) == [why]


@pytest.mark.parametrize("name", PREVIEWS)
def test_previews_of_chats_are_machines_where_they_click(name: str) -> None:
    assert agent_of(name, Kind.CLICK) is Agent.SCANNER


@pytest.mark.parametrize("name", [*OUTLOOK, BROWSER, OTHER, "Thunderbird/140", "okhttp/4.12"])
@pytest.mark.parametrize("kind", [Kind.OPEN, Kind.CLICK])
def test_mail_programs_and_telephones_are_people(name: str, kind: Kind) -> None:
    assert agent_of(name, kind) is Agent.PERSON


def test_rule_5_the_bait_gives_away_its_burst_and_its_network() -> None:
    hits = [
        clicked(100, 0),
        opened(101),
        clicked(108, 1, ip="192.0.2.0", agent=OTHER),  # of the same burst
        clicked(110, HONEYPOT_LINK),
        clicked(700, 2),  # of the same network, within ten minutes
        clicked(711, 3),  # later
        clicked(300, 4, ip="203.0.113.0", agent=OTHER),  # somebody else
    ]

    trapped = Why.HONEYPOT
    assert reasons(*hits) == [trapped] * 5 + [Why.SAME_SOURCE, Why.NOTHING_AGAINST]


def test_rule_5_stands_against_a_beacon() -> None:
    hits = [clicked(100, 1), clicked(103, HONEYPOT_LINK), hit(Kind.BEACON, 110, link_index=1)]

    assert reasons(*hits) == [Why.HONEYPOT, Why.HONEYPOT, None]


@pytest.mark.parametrize(
    ("links", "within", "count", "is_burst"),
    [
        ((0, 1, 2), 10, 8, True),
        ((0, 1, 2), 10.1, 8, False),
        ((0, 1, 1, 1), 3, 8, False),
        ((0, 1), 9, 2, True),
        ((0, 1), 9, 3, False),
        ((0,), 1, 1, False),
        ((0, 0), 1, 1, False),
        ((0, 1), 9, 0, False),
    ],
)
def test_rule_6_many_links_at_once(
    links: tuple[int, ...], within: float, count: int, is_burst: bool
) -> None:
    step = within / max(1, len(links) - 1)
    hits = [clicked(100 + place * step, link) for place, link in enumerate(links)]

    found = reasons(*hits, facts=Facts(SENT, links_count=count))

    assert found == [Why.BURST if is_burst else Why.NOTHING_AGAINST] * len(links)


@pytest.mark.parametrize(("links", "is_sweep"), [(7, True), (6, False)])
def test_rule_6_nearly_all_links_one_after_the_other(links: int, is_sweep: bool) -> None:
    hits = [clicked(100 + 60 * link, link) for link in range(links)]

    assert (Why.SWEEP in reasons(*hits)) is is_sweep


@pytest.mark.parametrize(
    ("seconds", "facts", "why"),
    [
        (2.99, GATEWAY, Why.TOO_SOON),
        (-30, GATEWAY, Why.TOO_SOON),
        (3, GATEWAY, Why.NOTHING_AGAINST),
        (-61, GATEWAY, Why.NOTHING_AGAINST),
        (2.99, FACTS, Why.NOTHING_AGAINST),
        (2.99, Facts(None, 8, is_gateway=True), Why.NOTHING_AGAINST),
    ],
)
def test_rule_7_before_the_gateway_lets_it_through(seconds: float, facts: Facts, why: Why) -> None:
    assert reasons(clicked(seconds), opened(seconds), facts=facts) == [why, why]


def test_rule_8_a_beacon_gives_the_click_that_led_there_to_a_person() -> None:
    burst = [clicked(1 + link / 2, link) for link in range(4)]
    again = clicked(1.9, 2)

    found = reasons(*burst, again, hit(Kind.BEACON, 40, link_index=2), facts=GATEWAY)

    assert found == [Why.BURST, Why.BURST, Why.BEACON, Why.BURST, Why.BURST, None]


@pytest.mark.parametrize(("link", "seconds"), [(3, 40), (2, -1), (2, 8000)])
def test_rule_8_only_of_its_own_link_and_soon_after(link: int, seconds: float) -> None:
    hits = [clicked(1, 2), hit(Kind.BEACON, seconds, link_index=link)]

    assert reasons(*hits, facts=GATEWAY) == [Why.TOO_SOON, None]


def test_who_tries_the_head_first_is_suspected() -> None:
    tried = clicked(100, 1, way=Way.HEAD)

    assert reasons(tried, clicked(105, 1)) == [Why.NOT_GET, Why.HEAD_FIRST]
    assert reasons(tried, clicked(105, 2)) == [Why.NOT_GET, Why.NOTHING_AGAINST]
    assert reasons(tried, clicked(105, 1, ip="192.0.2.0")) == [Why.NOT_GET, Why.NOTHING_AGAINST]
    assert reasons(tried, clicked(111, 1)) == [Why.NOT_GET, Why.NOTHING_AGAINST]


def test_the_order_in_which_hits_are_read_changes_nothing() -> None:
    chance = Random(11)
    for _name, tape in tapes(seed=3, times=1):
        straight = judge(tape.hits, tape.facts)
        order = list(range(len(tape.hits)))
        chance.shuffle(order)
        mixed = judge([tape.hits[place] for place in order], tape.facts)

        assert [straight[place] for place in order] == mixed


def test_a_message_that_is_hammered_is_judged_in_time() -> None:
    hits = [clicked(place / 10, place % 8) for place in range(400)]

    assert set(reasons(*hits)) == {Why.BURST}
