"""Shopify's own list of filters and of address formats, beside ours."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from templates_app.engine.environment import Options, make_environment, parse
from templates_app.engine.filters.addresses import address_lines

DOCS: Final = Path(__file__).parents[2].parent / "shared" / "data" / "liquid-docs"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DOCS.is_dir(), reason=f"no corpus at {DOCS}"),
]
_STOREFRONT = "makes or reads a page of the storefront, which a notification has none of"
_MEDIA = "plays in a page, not in a mail"
_FONT = "the shop's fonts are not ours to serve"
# Filters that pass their value through and are reported, each for a reason.
NOT_OFFERED: Final = {
    **dict.fromkeys(
        ("avatar", "currency_selector", "customer_login_link", "customer_logout_link",
         "customer_register_link", "default_errors", "default_pagination", "highlight_active_tag",
         "inline_asset_content", "item_count_for_variant", "line_items_for", "link_to_add_tag",
         "link_to_remove_tag", "link_to_tag", "link_to_type", "link_to_vendor", "login_button",
         "payment_button", "payment_terms", "placeholder_svg_tag", "sort_by",
         "standard_event_data", "url_for_type", "url_for_vendor", "within"),
        _STOREFRONT,
    ),
    **dict.fromkeys(
        ("external_video_tag", "external_video_url", "media_tag", "model_viewer_tag", "video_tag"),
        _MEDIA,
    ),
    **dict.fromkeys(("font_face", "font_modify", "font_url"), _FONT),
    "blake3": "not in Python's library, and no mail needs it",
}  # fmt: skip
_LITERAL = re.compile(r"^[^{%]*\{\{\s*(?:'[^']*'|\"[^\"]*\"|-?[\d.]+)\s*\|[^}]*\}\}\s*$")


def _filters() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((DOCS / "data" / "filters.json").read_text("utf-8"))
    return listed


def test_every_filter_is_offered_or_left_out_for_a_reason() -> None:
    names = {entry["name"] for entry in _filters()}
    offered = set(make_environment().filters)

    assert names - offered == set(NOT_OFFERED)


def test_every_example_that_stands_alone_renders() -> None:
    examples = [
        example["raw_liquid"]
        for entry in _filters()
        for example in entry["examples"]
        if entry["name"] not in NOT_OFFERED and _LITERAL.match(example["raw_liquid"])
    ]

    failed = {source for source in examples if parse(source).render({}, Options()).problems}

    assert len(examples) > 50
    assert failed == set()


def test_an_address_stands_as_shopify_writes_it_in_each_of_244_countries() -> None:
    formats = json.loads((DOCS / "address-formats.json").read_text("utf-8"))
    parts = {"firstName": "Anna", "lastName": "Berg", "company": "Co", "address1": "Street 1",
             "address2": "Flat 2", "city": "Town", "zip": "12345", "province": "Prov",
             "country": "Land", "phone": ""}  # fmt: skip
    address = {"first_name": "Anna", "last_name": "Berg", "name": "Anna Berg", "company": "Co",
               "address1": "Street 1", "address2": "Flat 2", "city": "Town", "zip": "12345",
               "province": "Prov", "province_code": "Prov", "country": "Land"}  # fmt: skip

    wrong = {}
    for code, entry in formats.items():
        written = re.sub(r"\{(\w+)\}", lambda part: parts[part[1]], entry["show"])
        expected = [line for line in written.split("_") if line]
        if address_lines({**address, "country_code": code}) != expected:
            wrong[code] = (expected, address_lines({**address, "country_code": code}))

    assert len(formats) == 244
    assert wrong == {}
