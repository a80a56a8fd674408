"""Verbs over brands and templates: keep a brand, begin with a good default, publish."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app import catalogue, samples
from templates_app.brand_rules import complaint_about
from templates_app.composing import BlockSpec, Source, check_block, compose
from templates_app.data import NotificationKind
from templates_app.engine import environment
from templates_app.engine.environment import Place, TemplateError
from templates_app.models import Block, Brand, Revision, Template
from templates_app.queries import agency_brand, resolved_brand
from templates_app.rendering import options_for

_TRIED_ON = (samples.plain, samples.rich)


class BrandRefused(DomainError):
    """A field of the brand cannot be used in a mail; `field` names it."""

    code = "brand-refused"

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(complaint)
        self.field = field


class TemplateRefused(DomainError):
    """The template cannot be published as it stands; says in which block, language and place."""

    code = "template-refused"

    def __init__(self, *, block: str, locale: str, place: Place) -> None:
        super().__init__(f"Block “{block}” ({locale}), {place}")
        self.block, self.locale, self.place = block, locale, place


class NoWords(DomainError):
    """We have no default words for that kind of message."""

    code = "no-words"


@transaction.atomic
def save_brand(
    *, agency: Agency, store: Store | None = None, fields: Mapping[str, Any], now: datetime
) -> Brand:
    """Keep how the agency, or one of its stores, looks; an empty field inherits."""
    for name, value in fields.items():
        complaint = complaint_about(name, value)
        if complaint:
            raise BrandRefused(name, complaint)
    brand, _ = Brand.objects.update_or_create(
        agency=agency, store=store, defaults={**fields, "changed_at": now}
    )
    return brand


def ensure_default_template(*, agency: Agency, kind: NotificationKind, now: datetime) -> Template:
    """The agency's template of that kind; made of our default blocks and published if missing."""
    words = catalogue.kind_words(kind)
    if words is None:
        raise NoWords(f"There are no default words for {kind.label} yet.")
    found = _template_in_use(agency, kind)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            template = Template.objects.create(
                agency=agency, kind=kind, name=words.name, created_at=now
            )
            Block.objects.bulk_create(
                Block(
                    agency=agency,
                    template=template,
                    position=position,
                    type=default.type,
                    settings=default.settings,
                    is_locked=default.is_locked,
                )
                for position, default in enumerate(words.blocks, start=1)
            )
            publish_template(template=template, actor="NotifyHub", now=now)
    except IntegrityError:  # somebody else made it a moment ago
        found = _template_in_use(agency, kind)
        if found is None:
            raise
        return found
    return template


@transaction.atomic
def publish_template(*, template: Template, actor: str, now: datetime) -> Revision:
    """Freeze the template as its next revision; the last one again where nothing changed.

    Refuses, naming block, line and column, what does not parse or fails on the sample orders.
    """
    locked = (
        Template.objects.select_for_update(of=("self",))
        .select_related("agency", "store")
        .get(pk=template.pk)
    )
    brand = resolved_brand(locked.store) if locked.store else agency_brand(locked.agency)
    sources = {locale: source.as_json() for locale, source in _checked_sources(locked).items()}
    snapshot = brand.as_context()
    fingerprint = _fingerprint(sources, snapshot)
    revisions = Revision.objects.filter(template=locked)
    last = revisions.defer("sources").order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint:
        return last
    return Revision.objects.create(
        agency=locked.agency,
        store=locked.store,
        template=locked,
        number=(revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        locales=sorted(sources),
        sources=sources,
        brand=snapshot,
        fingerprint=fingerprint,
        created_at=now,
        created_by=actor,
    )


def _template_in_use(agency: Agency, kind: NotificationKind) -> Template | None:
    return Template.objects.filter(agency=agency, store=None, kind=kind, is_active=True).first()


def _checked_sources(template: Template) -> dict[str, Source]:
    words = catalogue.kind_words(template.kind)
    if words is None:
        raise NoWords(f"There are no default words for {template.kind} yet.")
    rows = Block.objects.filter(template=template).order_by("position")
    blocks = [BlockSpec(type=row.type, settings=row.settings) for row in rows]
    if template.texts:
        blocks = [b for b in blocks if b.type != catalogue.SUBJECT]
        blocks.append(BlockSpec(type=catalogue.SUBJECT, settings={"texts": template.texts}))
    sources = {}
    for locale in words.locales:
        for block in blocks:
            place = check_block(block, words=words, locale=locale)
            if place is not None:
                raise TemplateRefused(block=block.kind.label, locale=locale, place=place)
        sources[locale] = compose(blocks, words=words, locale=locale)
        _try_on_samples(sources[locale], locale)
    return sources


def _try_on_samples(source: Source, locale: str) -> None:
    """Render subject and page on orders of every sort; any error in them refuses the text."""
    for make_sample in _TRIED_ON:
        sample = make_sample()
        options = options_for(sample, locale)
        try:
            subject = environment.parse(source.subject, strict=True, escape=False)
            subject_problems = subject.render(sample, options).problems
        except TemplateError as error:
            subject_problems = (error.place,)
        if subject_problems:
            raise TemplateRefused(block="Subject", locale=locale, place=subject_problems[0])
        try:
            problems = environment.parse(source.html).render(sample, options).problems
        except TemplateError as error:
            problems = (error.place,)
        if problems:
            raise _refusal(source, locale, problems[0])


def _refusal(source: Source, locale: str, place: Place) -> TemplateRefused:
    block, line = source.owner_of(place.line)
    inside = Place(message=place.message, line=line, column=place.column)
    return TemplateRefused(block=block, locale=locale, place=inside)


def _fingerprint(sources: Mapping[str, Any], brand: Mapping[str, Any]) -> str:
    text = json.dumps([sources, brand], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
