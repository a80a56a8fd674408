"""Uploaded templates: what each is, how it would look, and keeping it as a draft.

inspect(uploads, locale)     what each file is, with its warnings: changes nothing
import_templates(…)          keeps the chosen ones as drafts: publishes nothing
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app import catalogue, drafting, queries, services
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from templates_app.data import NotificationKind
from templates_app.importing.recognising import FOREIGN, Recognised, recognised
from templates_app.importing.uploads import Upload
from templates_app.inheriting import Placed, draft_of
from templates_app.linting import linter
from templates_app.linting.findings import Finding
from templates_app.models import Template

IMPORTED: Final = "imported"  # the key of the block that holds a merchant's Liquid
_LEADING_COMMENT: Final = re.compile(
    r"\s*(?:\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}|<!--(.*?)-->)", re.DOTALL
)
_SUBJECT: Final = re.compile(r"^\W*subject\s*:\s*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_SUBJECT_LINE: Final = re.compile(r"\s*subject\s*:\s*(\S[^\n]*)\n", re.IGNORECASE)
_LONGEST_SUBJECT: Final = 500


class DraftWouldBeLost(DomainError):
    """There is a draft that was not published; say that it may be replaced."""

    code = "draft-would-be-lost"


class NoSuchMail(DomainError):
    """We send no such mail, so there is nowhere to keep the template."""

    code = "no-such-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An uploaded template: what it seems to be, and what is odd about it."""

    name: str
    source: str  # as it came, without the line that named the subject
    subject: str  # "": our own for the kind
    recognised: Recognised
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> str:
        return self.recognised.kind

    @property
    def foreign_name(self) -> str:
        """What Shopify's mail is called that we do not send; "" for one of ours."""
        known = FOREIGN.get(self.recognised.foreign)
        return _(known[0]) if known else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A template to be kept, under the kind that a person agreed to."""

    kind: NotificationKind
    source: str
    subject: str = ""


def inspect(uploads: Iterable[Upload], *, locale: str) -> list[Candidate]:
    """What each template is. Those of a kind of ours are looked at by the linter, in a child."""
    return [_candidate(upload, locale) for upload in uploads]


@transaction.atomic
def import_templates(
    *,
    owner: Agency | Store,
    choices: Sequence[Choice],
    actor: str,
    now: datetime,
    replace: bool = False,
) -> list[Template]:
    """Keep each as the draft of its kind, of the agency or the store; all or none.

    The Liquid stands unchanged in one block, beside the subject; what the draft had is hidden or,
    in an agency's, gone. Raises DraftWouldBeLost where a draft differs from what is published and
    `replace` does not say that it may go; NoSuchMail for a kind without a place.
    """
    return [_keep(owner, choice, actor, now, replace) for choice in choices]


def draft_of_choice(choice: Choice, *, locale: str) -> Draft:
    """The mail it would be, for previews and findings."""
    blocks = (block.spec for block in _blocks(choice, locale))
    return Draft(kind=choice.kind, blocks=tuple(blocks), leading=locale)


def subject_and_source(text: str) -> tuple[str, str]:
    """The subject that stands in a leading comment or line, and the template without that line."""
    line = _SUBJECT_LINE.match(text)
    if line:
        return line[1].strip()[:_LONGEST_SUBJECT], text[line.end() :].lstrip("\n")
    comment = _LEADING_COMMENT.match(text)
    found = _SUBJECT.search(comment[1] or comment[2] or "") if comment else None
    return (found[1][:_LONGEST_SUBJECT] if found else ""), text


def _candidate(upload: Upload, locale: str) -> Candidate:
    subject, source = subject_and_source(upload.source)
    found = recognised(upload.name, source, subject)
    findings: list[Finding] = []
    if found.kind and catalogue.kind_words(found.kind) is not None:
        choice = Choice(kind=NotificationKind(found.kind), source=source, subject=subject)
        findings = linter.findings_of(draft_of_choice(choice, locale=locale), brand={})
    return Candidate(
        name=upload.name,
        source=source,
        subject=subject,
        recognised=found,
        findings=tuple(findings),
    )


def _keep(
    owner: Agency | Store, choice: Choice, actor: str, now: datetime, may_replace: bool
) -> Template:
    if catalogue.kind_words(choice.kind) is None:
        raise NoSuchMail(_("We send no mail of the kind “%s” yet.") % choice.kind.label)
    if isinstance(owner, Store):
        services.ensure_default_template(agency=owner.agency, kind=choice.kind, now=now)
        template = drafting.own_template(store=owner, kind=choice.kind, actor=actor, now=now)
        locale = owner.locale
    else:
        template = services.ensure_default_template(agency=owner, kind=choice.kind, now=now)
        locale = "en"
    standing = draft_of(template)
    if not may_replace and _layout(standing) != _published(template):
        raise DraftWouldBeLost(
            _("“%s” has a draft that was not published. Publish it, or let it be replaced.")
            % template.name
        )
    return drafting.save_draft(
        template=template,
        version=template.version,
        blocks=_with_import(standing, _blocks(choice, locale), is_agency=owner == template.agency),
        actor=actor,
        now=now,
    )


def _blocks(choice: Choice, locale: str) -> list[Placed]:
    texts = {"texts": {locale: {"subject": choice.subject}}} if choice.subject else {}
    return [
        Placed(key=catalogue.SUBJECT, type=catalogue.SUBJECT, settings=texts),
        Placed(key=IMPORTED, type="custom", settings={"source": choice.source}),
    ]


def _with_import(
    standing: Sequence[Placed], imported: Sequence[Placed], *, is_agency: bool
) -> list[Placed]:
    """A store cannot take away what its agency has: what stands there is hidden by `difference`."""
    if is_agency:
        return list(imported)
    locked = [block for block in standing if block.is_locked]
    keys = {block.key for block in locked}
    return [*(block for block in imported if block.key not in keys), *locked]


def _layout(blocks: Iterable[Placed]) -> list[BlockSpec]:
    return [block.spec for block in blocks]


def _published(template: Template) -> list[BlockSpec]:
    """The blocks that its owner sends now."""
    if template.store is None:
        revision = queries.agency_revision(agency_id=template.agency_id, kind=template.kind)
    else:
        kind = NotificationKind(template.kind)
        revision = queries.current_revision(store=template.store, kind=kind)
    if revision is None:
        return []
    return [Placed.from_json(kept).spec for kept in revision.wording.blocks]
