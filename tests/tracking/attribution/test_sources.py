"""Where a visit came from, as shops and browsers really write it."""

import random
import string
from typing import Any

import pytest

from tracking.attribution.sources import Origin, Source, source_of

TOKEN = "abcdefgh23"


def read(landing: str = "", **fields: Any) -> Source:
    return source_of(Origin(landing=landing, **fields))


@pytest.mark.parametrize(
    ("landing", "source", "medium"),
    [
        ("/?utm_source=Newsletter&utm_medium=Email", "newsletter", "email"),
        ("/?UTM_SOURCE=%20Google%20&utm_medium=CPC", "google", "cpc"),
        ("/products/x?gclid=EAIa", "google", "cpc"),
        ("/products/x?gclid=EAIa&utm_source=spring", "spring", ""),
        ("https://shop.example/?fbclid=IwAR0", "facebook", "social"),
        ("/?msclkid=1", "bing", "cpc"),
        ("/?ttclid=1", "tiktok", "cpc"),
        ("/?utm_source={{campaign.source}}", "direct", "none"),
        ("/?utm_source=(not%20set)", "direct", "none"),
        ("/?utm_source=kari@example.com", "direct", "none"),
        (f"/?ref=nh-{TOKEN}", "notifyhub", "email"),
        ("/", "direct", "none"),
        ("", "", ""),
    ],
)
def test_the_address_names_its_source(landing: str, source: str, medium: str) -> None:
    found = read(landing)

    assert (found.source, found.medium) == (source, medium)


@pytest.mark.parametrize(
    ("referrer", "source", "medium"),
    [
        ("https://www.google.com/", "google", "organic"),
        ("https://www.google.co.uk/search?q=yarn", "google", "organic"),
        ("android-app://com.google.android.gm/", "gmail", "email"),
        ("https://l.facebook.com/l.php", "facebook", "social"),
        ("https://t.co/abc", "twitter", "social"),
        ("https://blog.example/yarn", "blog.example", "referral"),
        ("https://notgoogle.example/", "notgoogle.example", "referral"),
        ("https://fjell.example/cart", "direct", "none"),
        ("http://[::1", "direct", "none"),
    ],
)
def test_else_the_page_that_led_here_does(referrer: str, source: str, medium: str) -> None:
    found = read("/", referrer=referrer, own_hosts=frozenset({"fjell.example"}))

    assert (found.source, found.medium) == (source, medium)


@pytest.mark.parametrize(
    ("landing", "shopifys", "ref"),
    [
        ("/?ref=kampanjeX", "", "kampanjeX"),
        ("/?source=abc", "abc", "abc"),
        ("/?r=abc", "", "abc"),
        ("/?ref=a&source=b", "", "a"),
        ("", "kampanjeX", "kampanjeX"),
        ("/?ref=one,two%0Athree", "", "one two three"),
        (f"/?ref=nh-{TOKEN}", f"nh-{TOKEN}", ""),
        ("/?ref=kari@example.com", "", ""),
        ("/?ref=%7Bcampaign%7D", "", ""),
        ("/?ref=h%C3%B8st", "", "høst"),
    ],
)
def test_the_ref_is_what_shopify_takes_for_one(landing: str, shopifys: str, ref: str) -> None:
    assert read(landing, ref=shopifys).ref == ref


def test_a_message_is_named_by_its_link_or_by_the_cart() -> None:
    in_ref = read(f"/?ref=nh-{TOKEN}")
    beside_a_ref = read(f"/?ref=partner&nh={TOKEN}")
    in_cart = read("/cart/c/secret", attributes=(("_nh", f"nh-{TOKEN}"),))

    assert [each.tokens for each in (in_ref, beside_a_ref, in_cart)] == [(TOKEN,)] * 3
    assert beside_a_ref.ref == "partner"


def test_a_campaign_of_ten_letters_is_no_message() -> None:
    assert read("/?ref=springsale").tokens == ()


def test_a_headless_shop_keeps_its_source_in_the_cart() -> None:
    said = (("utm_source", "Podcast"), ("Landing page", "/yarn?utm_campaign=May"))

    found = read(attributes=said)

    assert (found.source, found.campaign, found.landing_path) == ("podcast", "may", "/yarn")


@pytest.mark.parametrize(
    ("landing", "path"),
    [
        ("https://shop.example/products/tee?x=1#top", "/products/tee"),
        ("/cart/c/Z2NwLXVz?key=1", "/cart/c"),
        ("/1234/orders/abcdef/authenticate?key=1", "/1234/orders"),
        ("/en-gb/account/activate/1/2", "/en-gb/account"),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_page_is_kept_without_anybodys_keys(landing: str, path: str) -> None:
    assert read(landing).landing_path == path


def test_no_address_is_too_strange() -> None:
    chance = random.Random(7)
    letters = string.printable + "æøå%&=?#@\u202e\x00😀" * 4
    for _each in range(3000):
        text = "".join(chance.choice(letters) for _letter in range(chance.randrange(60)))
        found = source_of(Origin(text, text[::-1], text[:9], ((text[:5], text),)))
        assert all(word.isprintable() for word in (found.source, found.ref, found.landing_path))
        assert len(found.source) <= 100
