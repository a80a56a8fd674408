"""Which URLs and addresses are called: own lists, each against each; nothing asks a name server."""

import contextlib
from typing import Any

import pytest

from common.outgoing.addresses import is_public
from common.outgoing.urls import AddressRefused, check_host, check_url
from tests.common.outgoing.forms import (
    ODD,
    ODD_V4,
    ODD_V6,
    OWN_NAMES,
    PLAIN,
    PRIVATE_V4,
    PRIVATE_V6,
    PUBLIC,
    SAME_V6,
    Form,
)

V6_FORMS = PLAIN | ODD | ODD_V6 | SAME_V6
V4_FORMS = PLAIN | ODD | ODD_V4


@pytest.fixture(autouse=True)
def _no_private_services(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False


def passing(urls: list[str]) -> list[str]:
    """Those that are let through."""
    found = []
    for url in urls:
        with contextlib.suppress(AddressRefused):
            check_url(url)
            found.append(url)
    return found


def written(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def test_the_lists_are_as_long_as_was_promised() -> None:
    assert len(PRIVATE_V4) >= 40
    assert len(PRIVATE_V6) >= 40
    assert len(V4_FORMS) >= 40
    assert len(V6_FORMS) >= 40
    assert len(set(PRIVATE_V4)) == len(PRIVATE_V4)
    assert len(set(PRIVATE_V6)) == len(PRIVATE_V6)


@pytest.mark.parametrize("form", V4_FORMS.values(), ids=V4_FORMS)
def test_no_form_hides_a_private_ipv4_address(form: Form) -> None:
    assert passing([form(address) for address in PRIVATE_V4]) == []


@pytest.mark.parametrize("form", V6_FORMS.values(), ids=V6_FORMS)
def test_no_form_hides_a_private_ipv6_address(form: Form) -> None:
    assert passing([form(f"[{address}]") for address in PRIVATE_V6]) == []


@pytest.mark.parametrize("form", (PLAIN | ODD).values(), ids=PLAIN | ODD)
def test_no_form_hides_a_name_of_our_own_network(form: Form) -> None:
    assert passing([form(name) for name in OWN_NAMES]) == []


@pytest.mark.parametrize("form", PLAIN.values(), ids=PLAIN)
def test_a_public_address_passes_in_each_plain_form(form: Form) -> None:
    urls = [form(written(address)) for address in PUBLIC] + [form("hooks.example.com")]

    assert passing(urls) == urls


@pytest.mark.parametrize("form", ODD.values(), ids=ODD)
def test_an_odd_form_is_refused_whatever_it_leads_to(form: Form) -> None:
    """So a refusal above is not owed to the address alone."""
    hosts = [written(address) for address in PUBLIC] + ["hooks.example.com"]

    assert passing([form(host) for host in hosts]) == []


@pytest.mark.parametrize("address", PRIVATE_V4 + PRIVATE_V6)
def test_what_is_private_or_reserved_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_neighbours_of_what_is_reserved_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "8.8.8", "08.8.8.8", "0x8080808", "134744072",
                                  "8.8.8.8/32", " 8.8.8.8", "[2606:4700::1]", "2606:4700::1%eth0",
                                  "fe80::1%lo", "８.8.8.8"])  # fmt: skip
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://hooks.example.com", "https://hooks.example.com/"),
        ("HTTPS://Hooks.Example.COM:443/A?b=C", "https://hooks.example.com/A?b=C"),
        ("https://hooks.example.com:8443/x#part", "https://hooks.example.com:8443/x"),
        ("https://hooks.example.com?x=1", "https://hooks.example.com/?x=1"),
        ("https://hooks.example.com/blåbær/订单", "https://hooks.example.com/bl%C3%A5b%C3%A6r/"
         "%E8%AE%A2%E5%8D%95"),
        ("https://hooks.example.com/a%20b?c=%2F", "https://hooks.example.com/a%20b?c=%2F"),
        ("https://hooks.example.com/{x}|y", "https://hooks.example.com/%7Bx%7D%7Cy"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://a_b.example.com/", "https://a_b.example.com/"),
        ("https://127.0.0.1.nip.io/", "https://127.0.0.1.nip.io/"),  # connecting looks at it
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700:0:0:0:0:1111]:8443/", "https://[2606:4700:4700::1111]:8443/"),
        ("https://example.com#@127.0.0.1/", "https://example.com/"),
        ("https://example.com/@127.0.0.1", "https://example.com/@127.0.0.1"),
        ("https://example.com?@127.0.0.1/", "https://example.com/?@127.0.0.1/"),
    ],
)  # fmt: skip
def test_what_is_called_is_the_one_reading_of_the_url(url: str, called: str) -> None:
    assert check_url(url) == called
    assert check_url(called) == called


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("example.com", "in full"),
        ("http://example.com/", "https://"),
        ("https://user:secret@example.com/", "password out"),
        ("https://example.com:25/", "443 / 8443"),
        ("https://bücher.example/", "xn--"),
        ("https://example.com./", "no dot"),
        ("https://10.0.0.1/", "whole internet"),
        ("https://intern/", "full name"),
    ],
)
def test_a_refusal_says_what_to_write_instead(url: str, advice: str) -> None:
    with pytest.raises(AddressRefused, match=advice):
        check_url(url)


def test_where_the_product_is_tried_out_this_machine_may_be_called(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = True

    assert check_url("http://127.0.0.1:9999/hook") == "http://127.0.0.1:9999/hook"
    assert check_url("http://localhost:8001") == "http://localhost:8001/"
    assert passing(["https://0x7f.1/", "https://a@127.0.0.1/", "ftp://127.0.0.1/"]) == []


def test_a_host_without_a_url_is_looked_at_alike() -> None:
    assert check_host("SMTP.Example.com") == "smtp.example.com"
    for host in (*OWN_NAMES, *PRIVATE_V4, "smtp.example.com:25", "0x7f.1", "https://x.example"):
        with pytest.raises(AddressRefused):
            check_host(host)
