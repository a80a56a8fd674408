"""The DNS doctor against a name server on this machine."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from messaging import dns_asking, dns_words
from messaging.dns_doctor import examine
from messaging.dns_facts import NEEDS, OWN_SERVER, Needs, needs_of
from messaging.dns_findings import Check, Diagnosis, Finding, Verdict
from tests.messaging.name_servers import NameServer, dkim_key, name_server

SHOP = "shop.example"
KEY = dkim_key()
MAILGUN = NEEDS["mailgun"]
GOOD = {
    (SHOP, "TXT"): ['"v=spf1 include:mailgun.org ~all"', '"google-site-verification=abc"'],
    ("mailgun.org", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 ~all"'],
    (f"k1._domainkey.{SHOP}", "TXT"): [KEY],
    (f"_dmarc.{SHOP}", "TXT"): ['"v=DMARC1; p=reject; adkim=s; aspf=s"'],
    (SHOP, "MX"): [f"10 mx.{SHOP}."],
}


@pytest.fixture
def server() -> Iterator[NameServer]:
    with name_server(GOOD) as it:
        yield it


def diagnose(
    server: NameServer,
    *,
    domain: str = SHOP,
    needs: Needs = MAILGUN,
    selectors: tuple[str, ...] = ("k1",),
    seconds: float = 6.0,
) -> Diagnosis:
    asker = server.asker(seconds=seconds)
    found = examine(domain=domain, needs=needs, selectors=selectors, asker=asker)
    for one in found.findings:
        words = dns_words.of_finding(one.check, one.code, one.facts)
        assert words != one.code, f"{one.check} {one.code} has no words"
        assert "%(" not in words
    return found


def of(found: Diagnosis, check: Check) -> Finding:
    return next(one for one in found.findings if one.check == check)


def codes(found: Diagnosis) -> dict[str, str]:
    return {one.check.value: one.code for one in found.findings}


def test_a_domain_in_order_is_good_and_verified(server: NameServer) -> None:
    found = diagnose(server)

    assert {one.verdict for one in found.findings} == {Verdict.GOOD}
    assert (found.verdict, found.is_verified) == (Verdict.GOOD, True)
    assert of(found, Check.ALIGNMENT).facts["by"] == ["DKIM", "SPF"]
    assert not any(one.wanted for one in found.findings)


def test_a_domain_that_is_not_there_says_what_to_paste(server: NameServer) -> None:
    found = diagnose(server, domain="nowhere.example", selectors=())

    assert codes(found) == {
        "SPF": "missing",
        "DKIM": "no-selector",
        "DMARC": "missing",
        "ALIGNMENT": "unknown",
        "MX": "missing",
    }
    assert found.verdict == Verdict.ACT
    assert not found.is_verified
    (spf,) = of(found, Check.SPF).wanted
    assert (spf.name, spf.type) == ("nowhere.example", "TXT")
    assert spf.value == "v=spf1 include:mailgun.org ~all"
    (dmarc,) = of(found, Check.DMARC).wanted
    assert dmarc.name == "_dmarc.nowhere.example"
    assert dmarc.value.startswith("v=DMARC1; p=none;")


@pytest.mark.parametrize(
    ("records", "code", "verdict"),
    [
        (["v=spf1 include:mailgun.org ~all", "v=spf1 mx -all"], "several", Verdict.ACT),
        (["v=spf1 mx -all"], "lacks-include", Verdict.ACT),
        (["v=spf1 include:mailgun.org +all"], "lets-everybody", Verdict.ACT),
        (["v=spf1 include:mailgun.org all"], "lets-everybody", Verdict.ACT),
        (["v=spf1 include:mailgun.org"], "open-end", Verdict.LOOK),
        (["v=spf1 include:mailgun.org ?all"], "open-end", Verdict.LOOK),
        (["V=SPF1 INCLUDE:MAILGUN.ORG ~ALL"], "includes", Verdict.GOOD),
        (["v=spf1 redirect=_spf.shop.example"], "includes", Verdict.GOOD),
        (["v=spf10 include:mailgun.org ~all"], "missing", Verdict.ACT),
        (["v=spf1 " + "a:x.example " * 10 + "include:mailgun.org ~all"], "too-many", Verdict.ACT),
        (
            ["v=spf1 " + "exists:x.example " * 8 + "include:mailgun.org ~all"],
            "nearly-too-many",
            Verdict.LOOK,
        ),
    ],
)
def test_spf(server: NameServer, records: list[str], code: str, verdict: Verdict) -> None:
    server.zone[(SHOP, "TXT")] = [f'"{record}"' for record in records]
    server.zone[(f"_spf.{SHOP}", "TXT")] = ['"v=spf1 include:mailgun.org -all"']

    found = of(diagnose(server), Check.SPF)

    assert (found.code, found.verdict) == (code, verdict)
    # In any order: the DNS promises none.
    assert sorted(found.found) == (sorted(records) if code != "missing" else [])


def test_lookups_are_counted_through_includes_and_circles_end(server: NameServer) -> None:
    server.zone[(SHOP, "TXT")] = ['"v=spf1 include:one.example include:mailgun.org ~all"']
    server.zone[("one.example", "TXT")] = ['"v=spf1 include:two.example mx a ~all"']
    server.zone[("two.example", "TXT")] = ['"v=spf1 include:one.example ptr mx mx mx mx mx ~all"']

    found = of(diagnose(server), Check.SPF)

    assert (found.code, found.facts["count"]) == ("too-many", 12)


def test_what_stands_in_spf_stays_when_ours_is_added(server: NameServer) -> None:
    server.zone[(SHOP, "TXT")] = ['"v=spf1 include:_spf.google.com ip4:192.0.2.7 -all"']

    (wanted,) = of(diagnose(server), Check.SPF).wanted

    assert wanted.value == ("v=spf1 include:_spf.google.com ip4:192.0.2.7 include:mailgun.org ~all")


@pytest.mark.parametrize(
    ("spf", "is_let"),
    [
        ("v=spf1 ip4:198.51.100.0/24 ~all", True),
        ("v=spf1 a:mail.shop.example ~all", True),
        ("v=spf1 mx ~all", True),
        ("v=spf1 include:other.example ~all", True),
        ("v=spf1 ip4:203.0.113.0/24 ~all", False),
        ("v=spf1 ip4:nonsense a ~all", False),
    ],
)
def test_a_server_of_one_s_own_must_be_named(server: NameServer, spf: str, is_let: bool) -> None:
    own = replace(OWN_SERVER, own_host="mail.shop.example")
    server.zone |= {
        (SHOP, "TXT"): [f'"{spf}"'],
        (SHOP, "MX"): ["10 mail.shop.example."],
        ("other.example", "TXT"): ['"v=spf1 ip4:198.51.100.9 ~all"'],
        ("mail.shop.example", "A"): ["198.51.100.9"],
    }

    found = diagnose(server, needs=own)

    assert of(found, Check.SPF).code == ("stands" if is_let else "lacks-server")
    assert ("SPF" in of(found, Check.ALIGNMENT).facts["by"]) == is_let
    if not is_let:
        assert "a:mail.shop.example" in of(found, Check.SPF).wanted[0].value


@pytest.mark.parametrize(
    ("key", "code", "verdict"),
    [
        ('"v=DKIM1; p="', "revoked", Verdict.ACT),
        ('"v=DKIM1; p=AAAA"', "broken", Verdict.ACT),
        (dkim_key(1024), "stands", Verdict.GOOD),
        (dkim_key(tags="t=y; "), "testing", Verdict.LOOK),
        ('"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="', "stands", "GOOD"),
        ('"just some words"', "missing", Verdict.ACT),
    ],
)
def test_dkim(server: NameServer, key: str, code: str, verdict: Verdict) -> None:
    server.zone[(f"k1._domainkey.{SHOP}", "TXT")] = [key]

    found = of(diagnose(server), Check.DKIM)

    assert (found.code, found.verdict) == (code, verdict)


def test_a_key_may_stand_behind_a_cname(server: NameServer) -> None:
    del server.zone[(f"k1._domainkey.{SHOP}", "TXT")]
    server.zone[(f"k1._domainkey.{SHOP}", "CNAME")] = ["k1.service.example."]
    server.zone[("k1.service.example", "TXT")] = [KEY]

    assert of(diagnose(server), Check.DKIM).code == "stands"


def test_a_service_s_own_selectors_and_targets_are_known(server: NameServer) -> None:
    found = of(diagnose(server, needs=NEEDS["mandrill"], selectors=()), Check.DKIM)

    assert found.code == "missing"
    assert [(one.name, one.type, one.value) for one in found.wanted] == [
        (f"mte1._domainkey.{SHOP}", "CNAME", "dkim1.mandrillapp.com"),
        (f"mte2._domainkey.{SHOP}", "CNAME", "dkim2.mandrillapp.com"),
    ]


@pytest.mark.parametrize(
    ("policy", "code", "verdict"),
    [
        (["v=DMARC1; p=none"], "watches", Verdict.LOOK),
        (["v=DMARC1; p=quarantine"], "stands", Verdict.GOOD),
        (["v=DMARC1"], "broken", Verdict.ACT),
        (["v=DMARC1; p=no"], "broken", Verdict.ACT),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "several", Verdict.ACT),
        (["something else"], "missing", Verdict.LOOK),
    ],
)
def test_dmarc(server: NameServer, policy: list[str], code: str, verdict: Verdict) -> None:
    server.zone[(f"_dmarc.{SHOP}", "TXT")] = [f'"{record}"' for record in policy]

    found = of(diagnose(server), Check.DMARC)

    assert (found.code, found.verdict) == (code, verdict)


def test_the_organisation_s_policy_counts_below_it(server: NameServer) -> None:
    server.zone[(f"_dmarc.{SHOP}", "TXT")] = ['"v=DMARC1; p=reject; sp=none"']

    found = of(diagnose(server, domain=f"mail.{SHOP}"), Check.DMARC)

    assert (found.code, found.facts["where"], found.facts["policy"]) == ("watches", SHOP, "none")


@pytest.mark.parametrize(
    ("dmarc", "code", "verdict"),
    [
        ("v=DMARC1; p=reject; adkim=s", "strict", Verdict.ACT),
        ("v=DMARC1; p=none; adkim=s", "strict", Verdict.LOOK),
        ("v=DMARC1; p=reject", "stands", Verdict.GOOD),
    ],
)
def test_a_key_of_the_domain_above_is_aligned_unless_the_policy_is_strict(
    server: NameServer, dmarc: str, code: str, verdict: Verdict
) -> None:
    server.zone[(f"_dmarc.{SHOP}", "TXT")] = [f'"{dmarc}"']

    found = diagnose(server, domain=f"mail.{SHOP}", needs=NEEDS["postmark"])

    aligned = of(found, Check.ALIGNMENT)
    assert (aligned.code, aligned.verdict) == (code, verdict)
    assert found.is_verified == (code == "stands")


def test_without_any_alignment_an_enforced_policy_is_an_alarm(server: NameServer) -> None:
    del server.zone[(f"k1._domainkey.{SHOP}", "TXT")]

    found = of(diagnose(server, needs=NEEDS["postmark"]), Check.ALIGNMENT)

    assert (found.code, found.verdict) == ("nothing", Verdict.ACT)


@pytest.mark.parametrize(
    ("mx", "address", "code"),
    [
        (["0 ."], [], "null"),
        ([], ["192.0.2.1"], "only-an-address"),
        ([], [], "missing"),
        (["10 mx.shop.example."], [], "stands"),
    ],
)
def test_mx(server: NameServer, mx: list[str], address: list[str], code: str) -> None:
    server.zone[(SHOP, "MX")], server.zone[(SHOP, "A")] = mx, address

    assert of(diagnose(server), Check.MX).code == code


@pytest.mark.parametrize("mood", ["fails_for", "silent_for", "garbled_for"])
def test_what_is_not_answered_is_unknown_not_missing(server: NameServer, mood: str) -> None:
    getattr(server, mood).update({SHOP, f"_dmarc.{SHOP}"})

    began = time.monotonic()
    found = diagnose(server, seconds=2.0)

    assert time.monotonic() - began < 3.5
    assert codes(found)["SPF"] == codes(found)["DMARC"] == codes(found)["MX"] == "unanswered"
    assert of(found, Check.SPF).verdict == Verdict.UNKNOWN
    assert not of(found, Check.SPF).wanted, "nobody is told to paste what may stand there"


def test_all_questions_end_by_one_deadline(server: NameServer) -> None:
    server.silent_for.update({SHOP, f"k1._domainkey.{SHOP}", f"_dmarc.{SHOP}", "mailgun.org"})

    began = time.monotonic()
    found = diagnose(server, seconds=1.0)

    assert time.monotonic() - began < 2.0
    assert found.verdict == Verdict.UNKNOWN


def test_each_question_is_asked_once(server: NameServer) -> None:
    diagnose(server)

    assert len(server.asked) == len(set(server.asked))


@pytest.mark.parametrize(
    "domain", ["a" * 64 + ".example", "..", "x." * 130 + "example", "å.example"]
)
def test_impossible_names_break_nothing(server: NameServer, domain: str) -> None:
    assert diagnose(server, domain=domain).verdict in (Verdict.ACT, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("service", "host", "include"),
    [
        ("mailgun", "", "mailgun.org"),
        ("", "smtp.mailgun.org", "mailgun.org"),
        ("", "email-smtp.eu-west-1.amazonaws.com", "amazonses.com"),
        ("", "smtp.office365.com", "spf.protection.outlook.com"),
        ("", "mail.shop.example", ""),
    ],
)
def test_a_service_is_known_by_its_name_or_by_its_server(
    service: str, host: str, include: str
) -> None:
    assert needs_of(service=service, host=host).include == include


def test_the_settings_may_name_whom_to_ask(settings: Any) -> None:
    settings.NOTIFYHUB_DNS_SERVERS = ["192.0.2.53"]

    assert dns_asking.system().nameservers == ["192.0.2.53"]


def test_nothing_is_said_that_cannot_be_found() -> None:
    assert {check for check, _code in dns_words.codes()} == set(Check)
