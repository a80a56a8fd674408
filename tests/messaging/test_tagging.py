"""What the shop's statistics read is added, and not a byte is changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.tagging import Tagging, Tags

HOSTS = frozenset({"shop.example", "www.shop.example"})
TAGS = Tags(medium="email", campaign="order_confirmation", content="b", ref="nh-abcdefghij")
TAGGING = Tagging(TAGS, HOSTS)
UTM = "utm_source=notifyhub&utm_medium=email&utm_campaign=order_confirmation&utm_content=b"
ALL = f"{UTM}&ref=nh-abcdefghij"

# All that RFC 3986 lets stand in a path, a query or a fragment, and what browsers take besides.
LETTERS = st.sampled_from("abcXYZ019-._~!$'()*+,;:@/%[]{}|^`\"<>åß中€")
ESCAPES = st.sampled_from(
    ["%20", "%2F", "%c3%A5", "%", "%zz", "%00", "%0d%0a", "+", "//", "..", "=="]
)
TEXT = st.lists(LETTERS | ESCAPES, max_size=12).map("".join)
NAMES = st.sampled_from(["a", "variant", "q[]", "ref_", "utm", "ä", "_ga"])
QUERIES = st.lists(
    st.one_of(st.tuples(NAMES, TEXT).map("=".join), NAMES, st.just(""), TEXT), max_size=5
).map("&".join)
PLACES = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["https://shop.example", "HTTP://Shop.Example:8443", "https://other.example"]),
    st.just("") | TEXT.map("/{}".format),
    st.just("") | QUERIES.map("?{}".format),
    st.just("") | st.tuples(TEXT, QUERIES).map("#{0[0]}?{0[1]}".format),
    st.just(""),
)


@pytest.mark.parametrize(
    ("url", "tagged"),
    [
        ("https://shop.example", f"https://shop.example?{ALL}"),
        ("https://shop.example/", f"https://shop.example/?{ALL}"),
        ("https://SHOP.example/a", f"https://SHOP.example/a?{ALL}"),
        ("https://shop.example:8443/a", f"https://shop.example:8443/a?{ALL}"),
        ("https://www.shop.example/a?b=c", f"https://www.shop.example/a?b=c&{ALL}"),
        ("https://shop.example/a?", f"https://shop.example/a?{ALL}"),
        ("https://shop.example/a?b&", f"https://shop.example/a?b&{ALL}"),
        ("https://shop.example/a#top?x=1", f"https://shop.example/a?{ALL}#top?x=1"),
        ("https://shop.example/a?z=%2f&a=+#", f"https://shop.example/a?z=%2f&a=+&{ALL}#"),
        # The merchant's own stay, and are not mixed with ours.
        (
            "https://shop.example/?utm_campaign=sale",
            "https://shop.example/?utm_campaign=sale&ref=nh-abcdefghij",
        ),
        (
            "https://shop.example/?UTM_Source=x",
            "https://shop.example/?UTM_Source=x&ref=nh-abcdefghij",
        ),
        ("https://shop.example/?ref=kari", f"https://shop.example/?ref=kari&{UTM}&nh=nh-abcdefghij"),
        ("https://shop.example/?r%65f=kari", f"https://shop.example/?r%65f=kari&{UTM}&nh=nh-abcdefghij"),
        ("https://shop.example/?ref=a&nh=b&utm_id=1", "https://shop.example/?ref=a&nh=b&utm_id=1"),
        # Somebody else's pages.
        ("https://other.example/a?b=c", "https://other.example/a?b=c"),
        ("https://shop.example.evil.example/", "https://shop.example.evil.example/"),
        ("https://notshop.example/", "https://notshop.example/"),
    ],
)  # fmt: skip
def test_an_address_of_the_shop_names_the_mail(url: str, tagged: str) -> None:
    assert TAGGING.tagged(url) == tagged


def test_what_may_not_name_a_message_has_no_ref() -> None:
    tagging = Tagging(Tags(medium="sms", campaign="order_shipped"), HOSTS)

    tagged = tagging.tagged("https://shop.example/")

    assert tagged == (
        "https://shop.example/?utm_source=notifyhub&utm_medium=sms&utm_campaign=order_shipped"
    )


@settings(suppress_health_check=[HealthCheck.too_slow])  # of making URLs, on a busy machine
@given(PLACES)
def test_every_byte_stays_and_only_parameters_are_added(url: str) -> None:
    tagged = TAGGING.tagged(url)

    before, mark, fragment = url.partition("#")
    assert tagged.startswith(before)
    assert tagged.endswith(mark + fragment)
    added = tagged[len(before) : len(tagged) - len(mark + fragment)]
    assert added in {"", *(f"{gap}{words}" for gap in ("", "?", "&") for words in (ALL,))}
    assert bool(added) == ("other.example" not in url)


@settings(suppress_health_check=[HealthCheck.too_slow])  # of making URLs, on a busy machine
@given(PLACES)
def test_tagged_twice_is_tagged_once(url: str) -> None:
    once = TAGGING.tagged(url)

    assert "&nh=" not in once
    assert TAGGING.tagged(once).count("utm_source=notifyhub") == once.count("utm_source=notifyhub")
