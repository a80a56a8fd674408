"""The published samples of tracking numbers: what the table makes of them, in figures.

See docs/adr/0028 for what "the number decides" means. It is asked of the published definitions,
not of our table: a number decides if no other carrier than its own takes it, by pattern and check
digit.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from shipping.carriers.checks import agrees
from shipping.carriers.detecting import decided, detect
from shipping.carriers.naming import code_of

DATA: Final = Path(__file__).parents[4] / "shared" / "data" / "tracking"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no corpus at {DATA}"),
]

# The samples' labels where ours are finer, or where a sample allows two.
OURS: Final = {
    ("dhl", "DHL Express"): {"dhl_express"},
    ("dhl", "DHL Express (Piece ID)"): {"dhl_express"},
    ("dhl", "DHL E-Commerce"): {"dhl_ecommerce"},
    ("dhl", "DHL E-Commerce (14)"): {"dhl_ecommerce"},
    ("postnord_no/bring", ""): {"postnord_no", "bring"},
    ("posten_no", ""): {"posten"},
    ("china_post_ems", ""): {"china_ems"},
    ("dhl_paket_de", ""): {"dhl_paket"},
    ("jt", ""): {"jt_express"},
}
S10_OF: Final = {"GB": "royal_mail", "US": "usps", "CV": "post_cv", "CF": "post_cf"}
# Families that the published table keeps in one file, where ours tell them apart.
FAMILY: Final = {"dhl": "dhl", "dhl_express": "dhl", "dhl_ecommerce": "dhl"}


@dataclass(frozen=True)
class Sample:
    number: str
    label: str
    product: str
    is_valid: bool

    @property
    def couriers(self) -> set[str]:
        if self.label == "s10":
            return {S10_OF.get(self.number[-2:], "")}
        known = OURS.get((self.label, self.product)) or OURS.get((self.label, ""))
        return known or {self.label}


def samples() -> list[Sample]:
    rows = map(json.loads, (DATA / "samples.jsonl").read_text("utf-8").splitlines())
    return [
        Sample(row["number"], row["courier"] or "", row["product"], row["valid"]) for row in rows
    ]


@dataclass(frozen=True)
class Published:
    """One published form, read as its authors wrote it: nothing here knows of our table."""

    courier: str
    pattern: re.Pattern[str]
    validation: dict[str, Any]
    countries: set[str] | None

    def takes(self, number: str) -> bool:
        found = self.pattern.fullmatch(number)
        if found is None:
            return False
        if self.countries is not None and _bare(found["CountryCode"]) not in self.countries:
            return False
        rule = self.validation.get("checksum")
        if rule is None:
            return True
        body = _bare(found["SerialNumber"])
        added = self.validation.get("serial_number_format", {}).get("prepend_if")
        if added and re.match(added["matches_regex"], body):
            body = added["content"] + body
        return agrees(rule["name"], body, _bare(found["CheckDigit"]), rule)


def published() -> list[Published]:
    found = []
    for path in sorted((DATA / "couriers").glob("*.json")):
        courier = json.loads(path.read_text("utf-8"))
        for each in courier["tracking_numbers"]:
            text = each["regex"] if isinstance(each["regex"], str) else "".join(each["regex"])
            validation = each.get("validation") or {}
            tables = {table["name"]: table for table in each.get("additional") or ()}
            needed = validation.get("additional", {}).get("exists", [])
            countries = {row["matches"] for name in needed for row in tables[name]["lookup"]}
            found.append(
                Published(
                    courier=courier["courier_code"],
                    pattern=re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", text)),
                    validation=validation,
                    countries=countries if needed else None,
                )
            )
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def others(sample: Sample, forms: list[Published]) -> set[str]:
    """Carriers beside the sample's own whose published forms take the number."""
    takers = {form.courier for form in forms if form.takes(sample.number)} - {"s10"}
    own = {FAMILY.get(code, code) for code in sample.couriers} | {sample.label}
    return takers - own


def test_where_the_number_decides_the_right_carrier_leads_and_elsewhere_it_is_listed() -> None:
    forms = published()
    valid = [sample for sample in samples() if sample.is_valid]
    sure = [sample for sample in valid if not others(sample, forms)]
    unsure = [sample for sample in valid if others(sample, forms)]

    led = [each for each in sure if detect(each.number)[0].code in each.couriers]
    listed = [each for each in unsure if each.couriers & {one.code for one in detect(each.number)}]

    print(f"decides {len(led)}/{len(sure)}, ambiguous and listed {len(listed)}/{len(unsure)}")
    assert (len(valid), len(sure), len(unsure)) == (221, 210, 11)
    assert len(led) >= 0.95 * len(sure)
    assert [each for each in sure if each not in led] == []
    assert listed == unsure


def test_no_number_with_a_wrong_check_digit_is_called_valid() -> None:
    rows = samples()
    right = {_bare(sample.number) for sample in rows if sample.is_valid}
    bad = [each for each in rows if not each.is_valid and _bare(each.number) not in right]

    called_valid = [each for each in bad if any(one.is_checked for one in detect(each.number))]
    claimed = [each for each in bad if each.couriers & {one.code for one in detect(each.number)}]
    settled = [each for each in bad if decided(detect(each.number))]

    print(f"{len(bad)} bad numbers: {len(called_valid)} called valid")
    assert (len(bad), called_valid, claimed, settled) == (94, [], [], [])


def test_what_is_decided_without_a_person_is_never_wrong() -> None:
    valid = [sample for sample in samples() if sample.is_valid]
    verdicts = [(sample, decided(detect(sample.number))) for sample in valid]
    settled = [(sample, one) for sample, one in verdicts if one is not None]

    wrong = [(sample, one.code) for sample, one in settled if one.code not in sample.couriers]

    print(f"decided without a person: {len(settled)} of {len(valid)}, {len(wrong)} wrong")
    assert (len(settled), wrong) == (95, [])


def test_every_carrier_that_shopify_names_is_known_by_its_name() -> None:
    text = (DATA / "shopify-supported-carriers-2026-10.md").read_text("utf-8")
    everywhere, _, by_country = text.partition("specific countries:")
    names = re.findall(r"^  \* (?!\*\*)(.+)$", everywhere, re.MULTILINE)
    for listed in re.findall(r"\*\*: ([^*]+?)(?=\n  \*|\Z)", by_country, re.DOTALL):
        names += [name.strip().rstrip(".") for name in listed.replace("\n", " ").split(",")]

    assert len(names) > 150
    assert [name for name in names if not code_of(name)] == []
