"""A delivery address as a buyer types it: read, and checked as far as its country's post asks."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from messaging.addresses import one_line
from orders.data import AddressData

LONGEST: Final = 120
# Fields of the form; the country stays as it is: another one changes taxes and what shipping costs.
TYPED: Final = ("name", "company", "address1", "address2", "zip", "city", "province", "phone")

_POSTCODES: Final = {
    **dict.fromkeys(("NO", "DK", "AT", "CH", "BE", "LU", "AU", "NZ", "HU"), r"\d{4}"),
    **dict.fromkeys(("SE", "GR", "CZ", "SK"), r"\d{3} ?\d{2}"),
    **dict.fromkeys(("DE", "FR", "FI", "ES", "IT", "EE", "HR"), r"\d{5}"),
    **dict.fromkeys(("CN", "SG", "IN", "RO"), r"\d{6}"),
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-?\d{3}",
    "PT": r"\d{4}-?\d{3}",
    "IS": r"\d{3}",
    "US": r"\d{5}(-\d{4})?",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    "JP": r"\d{3}-?\d{4}",
}
_HAS_PROVINCES: Final = frozenset({"US", "CA", "AU", "CN", "IT", "ES", "JP", "IN", "BR", "MX"})


def has_province(country: str) -> bool:
    return country.upper() in _HAS_PROVINCES


def read_address(typed: Mapping[str, Any], known: Mapping[str, Any] | None) -> AddressData:
    """What was typed, in the country that the order goes to. Nothing is checked yet."""
    kept = {field.name: str((known or {}).get(field.name) or "") for field in fields(AddressData)}
    said = {name: one_line(str(typed.get(name, "")), LONGEST) for name in TYPED}
    address = replace(AddressData(**kept), **said)
    if not has_province(address.country_code):
        address = replace(address, province=kept["province"])
    is_same_province = address.province == kept["province"]
    first, _space, last = address.name.rpartition(" ")
    if address.name == kept["name"]:
        first, last = kept["first_name"], kept["last_name"]
    return replace(
        address,
        first_name=first,
        last_name=last,
        zip=address.zip.upper(),
        province_code=kept["province_code"] if is_same_province else "",
    )


def faults_of(address: AddressData) -> dict[str, str]:
    """What is wrong, by field, in words for the buyer; empty: it can be sent there."""
    found: dict[str, str] = {}
    if not address.name:
        found["name"] = _("Who lives there?")
    if len(address.address1) < 2:
        found["address1"] = _("Street and number are missing.")
    if not address.city:
        found["city"] = _("The town is missing.")
    if has_province(address.country_code) and not address.province:
        found["province"] = _("The state or region is missing.")
    pattern = _POSTCODES.get(address.country_code.upper())
    if pattern and not re.fullmatch(pattern, address.zip):
        found["zip"] = _("This is no postcode of the country the order goes to.")
    return found
