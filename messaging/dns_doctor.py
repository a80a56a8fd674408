"""Whether a domain is fit to send: its SPF, DKIM, DMARC, their alignment, and who takes its mail.

Findings are codes and facts, said in words by dns_words.py, since they are kept and read later in
any language. The doctor only looks; nothing is refused for what it finds.
"""

import base64
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from messaging import dns_spf
from messaging.dns_asking import Asker, Unanswered
from messaging.dns_facts import Needs
from messaging.dns_findings import Check, Diagnosis, Finding, Record, Verdict

WEAK_BITS, FINE_BITS = 1024, 2048


def examine(*, domain: str, needs: Needs, selectors: tuple[str, ...], asker: Asker) -> Diagnosis:
    """Look at a domain. Never raises: what cannot be asked is a finding."""
    spf = _safely(Check.SPF, lambda: dns_spf.look(domain, needs, asker))
    dkim = _safely(Check.DKIM, lambda: _dkim(domain, needs, selectors, asker))
    dmarc = _safely(Check.DMARC, lambda: _dmarc(domain, asker))
    aligned = _alignment(domain, needs, spf, dkim, dmarc)
    mx = _safely(Check.MX, lambda: _mx(domain, needs, asker))
    return Diagnosis(domain, (spf, dkim, dmarc, aligned, mx))


def _safely(check: Check, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Unanswered as silent:
        return Finding(check, Verdict.UNKNOWN, "unanswered", {"name": str(silent)})


def _dkim(domain: str, needs: Needs, entered: tuple[str, ...], asker: Asker) -> Finding:
    selectors = entered or needs.selectors
    targets = dict(needs.dkim_targets)
    wanted = tuple(
        Record(f"{name}._domainkey.{domain}", "CNAME" if name in targets else "", targets[name])
        for name in selectors
        if name in targets
    )
    if not selectors:
        return Finding(Check.DKIM, Verdict.UNKNOWN, "no-selector")
    missing: Finding | None = None
    for where in _upwards(domain):
        for selector in selectors:
            name = f"{selector}._domainkey.{where}"
            keys = [text for text in asker.ask(name, "TXT") if "p=" in text.replace(" ", "")]
            if keys:
                found = _key(name, where, selector, keys)
                if found.verdict != Verdict.ACT:
                    return found
                missing = missing or found
    facts = {"selectors": ", ".join(selectors), "is_entered": bool(entered)}
    # Accounts older or younger than our list may use other selectors: only an entered one is sure.
    verdict = Verdict.ACT if entered or wanted else Verdict.LOOK
    return missing or Finding(Check.DKIM, verdict, "missing", facts, (), wanted)


def _upwards(domain: str) -> list[str]:
    """The domain, and the one above it unless that is an ending."""
    above = domain.partition(".")[2]
    return [domain, above] if "." in above else [domain]


def _key(name: str, where: str, selector: str, keys: list[str]) -> Finding:
    tags = _tags(keys[0])
    facts: dict[str, Any] = {"name": name, "where": where, "selector": selector}

    def say(verdict: Verdict, code: str) -> Finding:
        return Finding(Check.DKIM, verdict, code, facts, (keys[0][:400],))

    if len(keys) > 1:
        return say(Verdict.ACT, "several")
    if not tags.get("p"):
        return say(Verdict.ACT, "revoked")
    bits = _bits(tags["p"]) if tags.get("k", "rsa") == "rsa" else FINE_BITS
    if bits is None:
        return say(Verdict.ACT, "broken")
    facts["bits"] = bits
    if bits < WEAK_BITS:
        return say(Verdict.ACT, "weak")
    if "y" in tags.get("t", "").split(":"):
        return say(Verdict.LOOK, "testing")
    return say(Verdict.GOOD, "stands")


def _bits(text: str) -> int | None:
    try:
        key = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key.key_size if isinstance(key, RSAPublicKey) else None


def _tags(text: str) -> dict[str, str]:
    """ "v=DMARC1; p=none" as a dict, names in lower case."""
    pairs = (one.partition("=") for one in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}


def _dmarc(domain: str, asker: Asker) -> Finding:
    wanted = (Record(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{domain}"),)
    labels = domain.split(".")
    # The record of the organisation counts for all below it: up the tree, as DMARCbis walks.
    places = [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]
    for where in [places[0], *places[1:][-4:]]:
        texts = asker.ask(f"_dmarc.{where}", "TXT")
        records = tuple(one for one in texts if one.lower().replace(" ", "").startswith("v=dmarc1"))
        if records:
            return _policy(domain, where, records)
    return Finding(Check.DMARC, Verdict.LOOK, "missing", {}, (), wanted)


def _policy(domain: str, where: str, records: tuple[str, ...]) -> Finding:
    tags = _tags(records[0])
    policy = tags.get("p", "").lower()
    if where != domain:
        policy = tags.get("sp", policy).lower()
    facts = {
        "where": where,
        "policy": policy,
        "dkim": tags.get("adkim", "r").lower(),
        "spf": tags.get("aspf", "r").lower(),
    }
    if len(records) > 1:
        return Finding(Check.DMARC, Verdict.ACT, "several", facts, records)
    if policy not in ("none", "quarantine", "reject"):
        return Finding(Check.DMARC, Verdict.ACT, "broken", facts, records)
    if policy == "none":
        return Finding(Check.DMARC, Verdict.LOOK, "watches", facts, records)
    return Finding(Check.DMARC, Verdict.GOOD, "stands", facts, records)


def _alignment(domain: str, needs: Needs, spf: Finding, dkim: Finding, dmarc: Finding) -> Finding:
    """Whether SPF or DKIM speaks for the very domain in the from address, as DMARC asks."""
    is_strict = dmarc.facts.get("dkim") == "s"
    enforces = dmarc.facts.get("policy") in ("quarantine", "reject")
    signs = dkim.code in ("stands", "testing")
    is_above = signs and dkim.facts["where"] != domain
    by = [
        *(["DKIM"] if signs and not (is_above and is_strict) else []),
        *(["SPF"] if needs.uses_from_domain and spf.facts.get("passes") else []),
    ]
    facts = {"by": by, "where": dkim.facts.get("where", ""), "domain": domain}
    if by:
        return Finding(Check.ALIGNMENT, Verdict.GOOD, "stands", facts)
    if is_above:
        worse = Verdict.ACT if enforces else Verdict.LOOK
        return Finding(Check.ALIGNMENT, worse, "strict", facts)
    if Verdict.UNKNOWN in (dkim.verdict, dmarc.verdict):
        return Finding(Check.ALIGNMENT, Verdict.UNKNOWN, "unknown", facts)
    worse = Verdict.ACT if enforces else Verdict.LOOK
    return Finding(Check.ALIGNMENT, worse, "nothing", facts)


def _mx(domain: str, needs: Needs, asker: Asker) -> Finding:
    hosts = tuple(asker.ask(domain, "MX"))
    worse = Verdict.LOOK if needs.takes_returns else Verdict.ACT
    if any(one.split()[-1] == "." for one in hosts):
        return Finding(Check.MX, worse, "null", {}, hosts)
    if hosts:
        return Finding(Check.MX, Verdict.GOOD, "stands", {}, hosts)
    if asker.ask(domain, "A"):
        return Finding(Check.MX, Verdict.LOOK, "only-an-address")
    return Finding(Check.MX, worse, "missing")
