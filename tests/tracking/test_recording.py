"""How little of a visitor is kept."""

import pytest

from common.visitors import network_of
from tracking.recording import user_agent_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678::9", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
        ("unix:", None),
        ("1.2.3.4.5", None),
        ("é", None),
    ],
)
def test_only_the_network_of_a_visitor_is_kept(address: str, network: str | None) -> None:
    assert network_of({"REMOTE_ADDR": address}, 0) == network


@pytest.mark.parametrize(
    ("forwarded", "proxies", "network"),
    [
        ("203.0.113.77", 0, "10.0.0.0"),
        ("203.0.113.77", 1, "203.0.113.0"),
        ("6.6.6.6, 203.0.113.77", 1, "203.0.113.0"),
        ("6.6.6.6, 203.0.113.77, 10.0.0.2", 2, "203.0.113.0"),
        ("203.0.113.77", 2, None),
        ("", 1, None),
    ],
)
def test_what_a_visitor_claims_of_itself_is_not_believed(
    forwarded: str, proxies: int, network: str | None
) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": forwarded}

    assert network_of(environ, proxies) == network


def test_a_user_agent_is_bounded_and_printable() -> None:
    agent = user_agent_of({"HTTP_USER_AGENT": "Mail\0 \r\n\x1b[31m" + "x" * 5000})

    assert agent == "Mail [31m" + "x" * 291
    assert user_agent_of({}) == ""
