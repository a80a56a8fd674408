"""Letting a finding pass, on record; and the gate before publishing that asks for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app import catalogue
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from templates_app.linting import linter
from templates_app.linting.findings import Finding
from templates_app.linting.rules import BY_ID
from templates_app.models import Template, Waiver

FEWEST_LETTERS: Final = 5
_LONGEST_REASON: Final = 500


class WaiverRefused(DomainError):
    """A finding is let pass only with a reason, and only where a rule of that number exists."""

    code = "waiver-refused"


class FindingsStopPublishing(DomainError):
    """Errors that nobody let pass; `findings` has them."""

    code = "findings-stop-publishing"

    def __init__(self, findings: Sequence[Finding]) -> None:
        told = "; ".join(f"{_where(found)}: {found.message}" for found in findings)
        super().__init__(
            _("Publishing is stopped by: %s. Mend it, or let it pass with a reason.") % told
        )
        self.findings = tuple(findings)


@transaction.atomic
def waive_finding(
    *,
    template: Template,
    rule: str,
    reason: str,
    actor: str,
    now: datetime,
    block_key: str = "",
) -> Waiver:
    """Let what the rule finds in that block ("" for the mail as a whole) pass, and say why.

    Said again, the newer reason stands. It holds until `unwaive`, and each revision that is
    published with it keeps a copy.
    """
    why = " ".join(reason.split())
    if rule not in BY_ID:
        raise WaiverRefused(_("There is no rule %s.") % rule)
    if sum(letter.isalpha() for letter in why) < FEWEST_LETTERS:
        raise WaiverRefused(_("Say why in a few words: it is kept with each revision."))
    waiver, _is_new = Waiver.objects.update_or_create(
        template=template,
        rule=rule,
        block_key=block_key,
        defaults={
            "agency_id": template.agency_id,
            "store_id": template.store_id,
            "reason": why[:_LONGEST_REASON],
            "created_at": now,
            "created_by": actor,
        },
    )
    return waiver


def unwaive(*, template: Template, rule: str, block_key: str = "") -> bool:
    """Let the finding count again; False where it was not let pass."""
    rows = Waiver.objects.filter(template=template, rule=rule, block_key=block_key)
    return bool(rows.delete()[0])


def waivers_of(template: Template) -> dict[tuple[str, str], Waiver]:
    """By rule and block, for marking findings. One query."""
    return {(row.rule, row.block_key): row for row in Waiver.objects.filter(template=template)}


def check_findings(*, template: Template, draft: Draft, brand: Mapping[str, Any]) -> None:
    """Raise FindingsStopPublishing for errors in the draft that nobody let pass.

    Our own default blocks are not looked at: the test suite has. At most one query, and a bounded
    child for what is new.
    """
    if is_our_default(draft):
        return
    errors = [found for found in linter.findings_of(draft, brand=brand) if found.stops]
    if errors:
        waivers = waivers_of(template)
        stopping = [found for found in errors if (found.rule, found.block_key) not in waivers]
        if stopping:
            raise FindingsStopPublishing(stopping)


def on_record(template: Template) -> list[dict[str, str]]:
    """What is let pass in the template today, as `Revision.waived` keeps it. One query."""
    return [
        {
            "rule": waiver.rule,
            "place": waiver.block_key,
            "reason": waiver.reason,
            "by": waiver.created_by,
            "at": waiver.created_at.isoformat(),
        }
        for _place, waiver in sorted(waivers_of(template).items())
    ]


def is_our_default(draft: Draft) -> bool:
    """Whether nothing in it is anybody's but ours."""
    words = catalogue.kind_words(draft.kind)
    ours = words.blocks if words else ()
    return draft.blocks == tuple(
        BlockSpec(key=block.key, type=block.type, settings=block.settings) for block in ours
    )


def _where(found: Finding) -> str:
    return f"{found.rule} ({found.block_key})" if found.block_key else found.rule
