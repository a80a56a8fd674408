"""Where a click may lead."""

import pytest

from tracking.links import followable


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/",
        "http://shop.example",
        "HTTPS://shop.example/a?b=c&d=%20#e",
        "https://shop.example:8443/a//b",
        "https://xn--grnt-yra.example/",
        "https://shop.example/?next=https://evil.example",
        "https://shop.example/@evil",
    ],
)
def test_a_plain_address_is_followed_as_it_stands(url: str) -> None:
    assert followable(url) == url


def test_an_address_beyond_ascii_becomes_a_location_header() -> None:
    assert followable("https://shop.example/blåbær?q=ø") == (
        "https://shop.example/bl%C3%A5b%C3%A6r?q=%C3%B8"
    )


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "/", "//evil.example", "///evil.example", "https:evil.example",
        "https:/evil.example", "https:///evil.example", "http://", "https://:80/",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
        "file:///etc/passwd", "ftp://evil.example", "mailto:a@example.com", "tel:112",
        "\\\\evil.example", "https:\\\\evil.example", "https://shop.example\\@evil.example",
        "https://shop.example@evil.example/", "https://a:b@evil.example/", "https://@evil.example",
        " https://shop.example", "https://shop.example ", "https://shop.example/\r\nX-Header: y",
        "https://shop.example/\n", "https://shop.example/\t", "\x01https://shop.example",
        "https://shop.example/\0", "https://[::1", "https://shop.example:99999/", "htt\nps://x.example",
        "https://shop.example:0/", "\u2028https://shop.example", None, 5, ["https://x.example"],
    ],
)  # fmt: skip
def test_whatever_else_is_not_followed(url: object) -> None:
    assert followable(url) is None
