"""Looks at a draft with every rule: here, or in a bounded child as for all that is not yet ours.

findings_of(draft, brand=…, shares=…)   what the editor, publishing and the API call
lint(draft, …)                          the same in this process: for tests and our own defaults
lint_here(payload)                      the child's half
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from django.utils.translation import get_language

from templates_app.checking import Draft, draft_from_json
from templates_app.engine import bounded
from templates_app.engine.environment import TemplateError
from templates_app.linting.complaints import Complaint
from templates_app.linting.findings import Finding, Severity, sorted_findings
from templates_app.linting.mail import Mail
from templates_app.linting.rules import BY_ID, RULES, Rule

# For all languages, as freezing has: what can be frozen must not be stopped by our haste.
_SECONDS: Final = 10.0
_REMEMBERED: Final = 128
_remembered: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()
_lock: Final = Lock()


def findings_of(
    draft: Draft, *, brand: Mapping[str, Any], shares: Mapping[str, float] | None = None
) -> list[Finding]:
    """Every finding, the worst first, in the language now active; never raises for the draft.

    `brand` is `BrandData.as_context()`; `shares` says which part of the buyers reads a language
    (`coverage.shares_of`). Asks a bounded child, and remembers the last drafts.
    """
    payload = {"draft": draft.as_json(), "brand": dict(brand), "shares": dict(shares or {})}
    key = json.dumps([get_language(), payload], sort_keys=True)
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return list(_remembered[key])
    try:
        answer = bounded.call("lint", payload, seconds=_SECONDS)
    except TemplateError as error:
        return [_stamped(BY_ID["L25"], Complaint(message=error.place.message))]
    findings = [Finding.from_json(each) for each in answer["findings"]]
    with _lock:
        _remembered[key] = tuple(findings)
        if len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)
    return findings


def lint(
    draft: Draft, *, brand: Mapping[str, Any], shares: Mapping[str, float] | None = None
) -> list[Finding]:
    """Every finding of every rule, the worst first."""
    mail = Mail(draft=draft, brand=brand, shares=shares or {})
    return sorted_findings(
        [_stamped(rule, complaint) for rule in RULES for complaint in rule.look(mail)]
    )


def lint_here(payload: dict[str, Any]) -> dict[str, Any]:
    draft = draft_from_json(payload["draft"])
    findings = lint(draft, brand=payload["brand"], shares=payload["shares"])
    return {"findings": [found.as_json() for found in findings]}


def _stamped(rule: Rule, complaint: Complaint) -> Finding:
    return Finding(
        rule=rule.id,
        severity=str(Severity(complaint.severity or rule.severity)),
        message=complaint.message,
        block_key=complaint.block_key,
        locale=complaint.locale,
        text_key=complaint.text_key,
        line=complaint.line,
        column=complaint.column,
        share=complaint.share,
        shown=complaint.shown,
    )
