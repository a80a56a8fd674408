"""Letting a finding pass, on record; and the gate before publishing that asks for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app import catalogue, labels
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from templates_app.linting import linter
from templates_app.linting.findings import Finding
from templates_app.linting.rules import BY_ID
from templates_app.models import Template, Waiver

FEWEST_LETTERS: Final = 5
_LONGEST_REASON: Final = 500

Place = tuple[str, str]  # rule, and the block's key ("": the mail as a whole)
Record = list[dict[str, str]]  # as `Revision.waived` keeps it


class WaiverRefused(DomainError):
    """A finding is let pass only with a reason, and only where its rule exists and allows it."""

    code = "waiver-refused"


class FindingsStopPublishing(DomainError):
    """Errors that nobody let pass, by kind of mail; `findings` has all of them."""

    code = "findings-stop-publishing"

    def __init__(self, by_kind: Mapping[str, Sequence[Finding]]) -> None:
        told = "; ".join(
            f"{_kind_in_words(kind)}: {_where(found)}: {found.message}"
            for kind, findings in by_kind.items()
            for found in findings
        )
        super().__init__(
            _("Publishing is stopped by: %s. Mend it, or let it pass with a reason.") % told
        )
        self.by_kind = {kind: tuple(findings) for kind, findings in by_kind.items()}
        self.findings = tuple(found for findings in by_kind.values() for found in findings)


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
    if not BY_ID[rule].is_waivable:
        raise WaiverRefused(
            _("%s cannot be let pass: such a mail could not be sent. Mend it.") % rule
        )
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


def waivers_of(template: Template) -> dict[Place, Waiver]:
    """By rule and block, for marking findings. One query."""
    return waivers_by_template([template.pk]).get(template.pk, {})


def waivers_by_template(template_ids: Collection[int]) -> dict[int, dict[Place, Waiver]]:
    """What `waivers_of` says of many templates. One query."""
    found: dict[int, dict[Place, Waiver]] = {}
    for row in Waiver.objects.filter(template__in=template_ids):
        found.setdefault(row.template_id, {})[row.rule, row.block_key] = row
    return found


def check_findings(*, template: Template, draft: Draft, brand: Mapping[str, Any]) -> None:
    """Raise FindingsStopPublishing for errors in the draft that nobody let pass.

    Our own default blocks are not looked at: the test suite has. At most one query, and a bounded
    child for what is new.
    """
    errors = errors_of(draft, brand)
    if errors:
        refuse_unless(errors, kind=template.kind, let_pass=waivers_of(template))


def errors_of(draft: Draft, brand: Mapping[str, Any]) -> list[Finding]:
    """What the linter calls an error. No query; a bounded child for what is new."""
    if is_our_default(draft):
        return []
    return [found for found in linter.findings_of(draft, brand=brand) if found.stops]


def refuse_unless(errors: Iterable[Finding], *, kind: str, let_pass: Collection[Place]) -> None:
    """Raise FindingsStopPublishing for those that were not let pass, or never can be."""
    stopping = [found for found in errors if not is_let_pass(found, let_pass)]
    if stopping:
        raise FindingsStopPublishing({kind: stopping})


def is_let_pass(finding: Finding, let_pass: Collection[Place]) -> bool:
    """Whether it is among them, and its rule still allows it."""
    return may_pass(finding) and (finding.rule, finding.block_key) in let_pass


def may_pass(finding: Finding) -> bool:
    """Whether somebody may let it pass; not what freezing refuses anyhow."""
    rule = BY_ID.get(finding.rule)
    return rule is not None and rule.is_waivable


def on_record(template: Template) -> Record:
    """What is let pass in the template today, as `Revision.waived` keeps it. One query."""
    return as_record(waivers_of(template))


def as_record(waivers: Mapping[Place, Waiver]) -> Record:
    return [
        {
            "rule": waiver.rule,
            "place": waiver.block_key,
            "reason": waiver.reason,
            "by": waiver.created_by,
            "at": waiver.created_at.isoformat(),
        }
        for _place, waiver in sorted(waivers.items(), key=itemgetter(0))
    ]


def joined(lower: Record, upper: Record) -> Record:
    """What an agency let pass, and a store upon it: where both did, the store's reason stands."""
    return list({**_by_place(lower), **_by_place(upper)}.values())


def places_in(record: Record) -> set[Place]:
    return set(_by_place(record))


def is_our_default(draft: Draft) -> bool:
    """Whether nothing in it is anybody's but ours."""
    words = catalogue.kind_words(draft.kind)
    ours = words.blocks if words else ()
    return draft.blocks == tuple(
        BlockSpec(key=block.key, type=block.type, settings=block.settings) for block in ours
    )


def _by_place(record: Record) -> dict[Place, dict[str, str]]:
    return {(each["rule"], each["place"]): each for each in record}


def _kind_in_words(kind: str) -> str:
    words = catalogue.kind_words(kind)
    return labels.translated(words.name) if words else kind


def _where(found: Finding) -> str:
    return f"{found.rule} ({found.block_key})" if found.block_key else found.rule
