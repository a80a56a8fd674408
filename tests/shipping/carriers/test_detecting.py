"""Whose parcel is it? Ranked, and left open where two carriers could claim it."""

import json
import random
import time
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

import shipping.carriers
from shipping.carriers.data import Candidate
from shipping.carriers.detecting import decided, detect
from shipping.carriers.linking import url_of
from shipping.carriers.naming import code_of, name_of, names
from shipping.carriers.numbers import normal
from shipping.carriers.table import couriers

FILES: Final = sorted((Path(shipping.carriers.__path__[0]) / "couriers").glob("*.json"))
TWELVE: Final = "320610804902"  # Purolator's check digit; GLS has twelve digits too


def codes(number: str, **more: Any) -> list[str]:
    return [one.code for one in detect(number, **more)]


def own_numbers(kind: str) -> list[tuple[str, str]]:
    tables = [json.loads(path.read_text("utf-8")) for path in FILES]
    return [
        (table["courier_code"], number)
        for table in tables
        for each in table["tracking_numbers"]
        for number in each["test_numbers"][kind]
        if table["courier_code"] != "s10"
    ]


@pytest.mark.parametrize(("code", "number"), own_numbers("valid"))
def test_each_form_takes_its_own_numbers(code: str, number: str) -> None:
    assert code in codes(number)


@pytest.mark.parametrize(("code", "number"), own_numbers("invalid"))
def test_each_form_refuses_its_wrong_numbers(code: str, number: str) -> None:
    assert code not in codes(number)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1Z 999 AA1 01 2345 6784", "ups"),
        ("RR123456785SE", "postnord_se"),
        ("lx123456785no", "posten"),
        ("EA123456785CN", "china_ems"),
        ("CC123456785FI", "posti"),
        ("RR123456785TV", "post_tv"),
        ("YT2112345678901234", "yunexpress"),
        ("00340434161094021501", "dhl_paket"),
        ("86065212358SE", "postnord_se"),
    ],
)
def test_a_form_of_one_carrier_alone_decides(number: str, code: str) -> None:
    found = decided(detect(number))

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "number",
    [TWELVE, "00370722400123456781", "373500123456789012", "60120172242323", "73891051146"],
)
def test_a_number_that_two_could_claim_or_that_may_be_chance_is_left_to_people(
    number: str,
) -> None:
    assert detect(number)
    assert decided(detect(number)) is None


def test_of_numbers_drawn_by_lot_none_without_a_mark_is_decided() -> None:
    lot = random.Random(6)
    drawn = ["".join(lot.choices("0123456789", k=lot.randint(8, 21))) for _ in range(3_000)]

    assert [number for number in drawn if decided(detect(number))] == []


@pytest.mark.parametrize(
    "number",
    [
        *("", "N/A", "#1004", "000000000000", "https://track.example/123", "1" * 101),
        *("#☠1☢\n---\n4321\n", "RR123456786SE", "RR123456785XX", "ABCDEFGH"),
    ],
)
def test_what_is_no_number_has_no_candidates(number: str) -> None:
    assert detect(number) == ()


def test_whom_shopify_or_staff_named_comes_first_whatever_the_number_says() -> None:
    first, *rest = detect("RR123456785SE", company="  dhl EXPRESS ")

    assert (first.code, first.is_named) == ("dhl_express", True)
    assert [one.code for one in rest] == ["postnord_se"]
    assert decided([first, *rest]) == first


def test_a_carrier_that_nobody_knows_but_who_was_named_stays_named() -> None:
    first = detect("RR123456785SE", company="Kari's boat")[0]

    assert (first.code, first.name, first.is_named, first.url) == ("", "Kari's boat", True, "")


def test_other_is_no_carrier() -> None:
    assert codes("RR123456785SE", company="Other") == ["postnord_se"]


def test_the_country_turns_the_order_round() -> None:
    assert codes("287809468872") == ["fedex", "purolator", "gls"]
    assert codes("287809468872", destination="ca")[0] == "purolator"
    assert codes("287809468872", destination="NO", origin="NO")[0] == "fedex"


def test_the_stores_habit_parts_two_that_are_alike() -> None:
    number = "370722400123456781"

    assert codes(number, habit={"bring": 0.9})[:2] == ["bring", "postnord_no"]
    assert codes(number, habit={"postnord_no": 0.9})[:2] == ["postnord_no", "bring"]
    assert decided(detect(number, habit={"bring": 1.0})) is None


def test_confidences_are_shares_of_one() -> None:
    for number in (TWELVE, "00370722400123456781", "1Z5R89390357567127"):
        assert 0 < sum(one.confidence for one in detect(number)) <= 1


def test_a_link_that_may_show_a_strangers_parcel_is_not_given() -> None:
    safe = {one.code: bool(one.url) for one in detect("12345678901", destination="DE")}

    assert safe == {"gls": False}
    assert detect("12345678901", company="GLS")[0].url == "https://gls-group.com/track/12345678901"


def test_links_are_https_and_their_numbers_encoded() -> None:
    # Every address of the table, those of forms included.
    for courier in couriers().values():
        for url in chain([courier.url], (shape.url for shape in courier.shapes)):
            assert url == "" or (url.startswith("https://") and url.count("%s") == 1), courier.code
    assert url_of("ups", " 1z-999 ").endswith("=1Z999")
    assert url_of("ups", "1Z&x=<script>") == ""
    assert url_of("nobody", "1Z999") == ""


def test_a_number_is_the_same_however_it_is_typed() -> None:
    assert normal(" 1z\u00a0999–aa1.01\u200b ") == "1Z999AA101"
    assert normal("ＲＲ１２３４５６７８５ＳＥ") == "RR123456785SE"


@pytest.mark.parametrize("number", ["1" * 10_000, "A1" * 5_000, " " * 10_000, "9" * 59 + "A"])
def test_a_hostile_number_costs_less_than_a_millisecond(number: str) -> None:
    detect(number)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        detect(number)
        times.append(time.perf_counter() - began)

    assert min(times) < 0.001


@pytest.mark.parametrize(
    ("company", "code"),
    [
        ("PostNord", "postnord"),
        ("POSTNORD SE", "postnord_se"),
        ("Österreichische Post", "austrian_post"),
        ("Yurtici Kargo", "yurtici_kargo"),
        ("西濃運輸", "seino"),
        ("DHL-Express", "dhl_express"),
        ("Instabox", "instabee"),
        ("j&t express", "jt_express"),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_carriers_are_known_by_any_of_their_names(company: str, code: str) -> None:
    assert code_of(company) == code


def test_each_carrier_has_a_name_of_its_own() -> None:
    listed = names()

    assert len(listed) > 300
    assert len({code for code, _ in listed}) == len(listed)
    assert all(code_of(name_of(code)) == code for code, _ in listed)
    assert all(len(code) <= 40 for code, _ in listed)


def test_nothing_is_decided_of_nothing() -> None:
    assert decided([]) is None
    assert decided([Candidate("gls", "GLS", 0.9), Candidate("dpd", "DPD", 0.1)]) is None
