"""Lists of networks: loaded from files, held in memory, renewed behind everybody's back."""

import ipaddress
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tracking import loading, networks
from tracking.models import NetworkList
from tracking.networks import Known, Networks, NetworkSet

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# As Apple writes its own: network, country, region, town.
APPLES = """203.0.113.0/27,GB,GB-EN,London,
203.0.113.32/27,GB,GB-EN,Leeds,
2001:db8:4::/45,NO,NO-03,Oslo,
"""


def ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(text)


def load(text: str, network: str = "APPLE", **options: bool) -> NetworkList:
    return loading.load_networks(
        network=network, lines=text.splitlines(), source="list.csv", now=NOW, **options
    )


@pytest.mark.parametrize(
    ("address", "is_in"),
    [
        ("203.0.113.0", True),
        ("203.0.113.63", True),
        ("203.0.113.64", False),
        ("203.0.112.255", False),
        ("0.0.0.1", False),
        ("255.255.255.255", False),
        ("2001:db8:4::1", True),
        ("2001:db8:7:ffff:ffff::", True),
        ("2001:db8:8::", False),
        ("::", False),
    ],
)
def test_an_address_is_found_in_its_list(db: None, address: str, is_in: bool) -> None:
    kept = NetworkSet.unpacked(bytes(load(APPLES).ranges))

    assert (ip(address) in kept) is is_in


def test_neighbours_are_one_range(db: None) -> None:
    assert load(APPLES).networks_count == 2


def test_the_newest_list_takes_the_place_of_the_last_or_adds_to_it(db: None) -> None:
    load("198.51.100.0/24")
    added = load("192.0.2.0/24", adds=True)
    kept = NetworkSet.unpacked(bytes(added.ranges))
    assert (added.version, ip("198.51.100.9") in kept, ip("192.0.2.9") in kept) == (2, True, True)

    alone = NetworkSet.unpacked(bytes(load("192.0.2.0/24").ranges))
    assert (ip("198.51.100.9") in alone, ip("192.0.2.9") in alone) == (False, True)


def test_few_versions_are_kept(db: None) -> None:
    for number in range(8):
        load(f"192.0.{number}.0/24")
    load("198.51.100.0/24", "SCANNER")

    versions = NetworkList.objects.filter(network="APPLE").values_list("version", flat=True)
    assert sorted(versions) == [4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("192.0.2.0/24\nnonsense", "Line 2: 'nonsense' is no network"),
        ("0.0.0.0/0", "Line 1: 0.0.0.0/0 is wider"),
        ("::/8", "wider than any network"),
        ("# a comment\n\n", "names no network"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole(db: None, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)

    with pytest.raises(CommandError, match=says):
        call_command("load_networks", "SCANNER", str(path))

    assert not NetworkList.objects.exists()


def test_the_command_says_what_it_kept(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "egress.csv"
    path.write_text(APPLES)

    call_command("load_networks", "APPLE", str(path))

    assert "APPLE, version 1: 2 networks." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_process_hears_of_newer_lists_and_fetches_no_other() -> None:
    load(APPLES)
    first = networks.newest(Known())
    load("198.51.100.0/24", "SCANNER")
    second = networks.newest(first)

    assert second.versions == {"APPLE": 1, "SCANNER": 1}
    assert second.networks["APPLE"] is first.networks["APPLE"]
    assert ip("198.51.100.1") in second.networks["SCANNER"]


def test_nobody_waits_for_a_list() -> None:
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(known: Known) -> Known:
        is_asked.set()
        may_answer.wait(10)
        return Known({"APPLE": 1}, {"APPLE": NetworkSet.of([ipaddress.ip_network("192.0.2.0/24")])})

    known = Networks(slow)
    assert known.class_of(ip("192.0.2.1")) == ""
    assert is_asked.wait(10)
    may_answer.set()
    end = time.monotonic() + 10
    while known.class_of(ip("192.0.2.1")) != "APPLE" and time.monotonic() < end:
        time.sleep(0.01)

    assert known.class_of(ip("192.0.2.1")) == "APPLE"


def test_what_is_known_stays_while_the_database_is_away() -> None:
    known = Networks(
        lambda _: Known(
            {"SCANNER": 1}, {"SCANNER": NetworkSet.of([ipaddress.ip_network("1.2.0.0/16")])}
        )
    )
    known.refresh()

    def away(_: Known) -> Known:
        raise psycopg.OperationalError("connection refused")

    known._load = away
    known.refresh()

    assert known.class_of(ip("1.2.3.4")) == "SCANNER"
    assert known.class_of(None) == ""


def test_a_scanners_network_within_apples_is_a_scanners() -> None:
    both = NetworkSet.of([ipaddress.ip_network("192.0.2.0/24")])
    known = Networks(lambda _: Known({}, {"APPLE": both, "SCANNER": both}))
    known.refresh()

    assert known.class_of(ip("192.0.2.1")) == "SCANNER"
