"""Each arm's mail as it was sent, on a sample order: what the report shows of the words."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from analytics.mail_pictures import picture_of
from stores.models import Store
from templates_app import samples
from templates_app.experiment_checks import revisions_sent
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentStore,
    Picture,
    Revision,
    VariantWording,
    Wording,
)
from templates_app.picture_addresses import PATH, PREFIX
from templates_app.previewing import DraftWords
from templates_app.rendering import CannotRender, render, resolve_locale


@dataclass(frozen=True, slots=True)
class Mail:
    """What one arm says; `picture` is "" where its words are not there any more."""

    label: str
    name: str
    subject: str
    picture: str
    sender_name: str
    delay_minutes: int


def mails_of(experiment: Experiment, arms: list[Arm], language: str) -> list[Mail]:
    """In the order of the arms. Five queries at most."""
    revision = _revision(experiment)
    wordings = _wordings(revision) if revision else {}
    words = [_words(experiment, arm, revision, wordings, language) for arm in arms]
    held = _held(html for _subject, html in words)
    return [
        Mail(
            label=arm.label,
            name=arm.name,
            subject=subject,
            picture=picture_of(html, held),
            sender_name=arm.sender_name,
            delay_minutes=int(arm.delay.total_seconds() // 60) if arm.delay else 0,
        )
        for arm, (subject, html) in zip(arms, words, strict=True)
    ]


def _revision(experiment: Experiment) -> Revision | None:
    """What the first of the stores sends."""
    stores = Store.objects.filter(
        pk__in=ExperimentStore.objects.filter(experiment=experiment).values("store_id")
    )
    sent = revisions_sent(list(stores.order_by("pk")), experiment.kind)
    first = next(iter(sent.values()), None)
    return Revision.objects.select_related("wording").get(pk=first.pk) if first else None


def _wordings(revision: Revision) -> dict[str, Wording]:
    rows = VariantWording.objects.filter(revision=revision).select_related("wording")
    return {"": revision.wording, **{row.label: row.wording for row in rows}}


def _words(
    experiment: Experiment,
    arm: Arm,
    revision: Revision | None,
    wordings: dict[str, Wording],
    language: str,
) -> tuple[str, str]:
    """Subject and page, both "" where the arm's words are not there any more."""
    wording = wordings.get(arm.variant.label if arm.variant else "")
    if revision is None or wording is None:
        return "", ""
    words = DraftWords(
        fingerprint=wording.fingerprint,
        locales=wording.locales,
        sources=wording.sources,
        brand=revision.brand,
    )
    return _rendered(words, experiment.kind, language)


def _held(pages: Iterable[str]) -> dict[str, str]:
    """Pictures of ours that these pages show, as `data:` by their addresses. One query at most."""
    tokens = {token for page in pages for token in PATH.findall(page)}
    if not tokens:
        return {}
    rows = Picture.objects.filter(token__in=tokens).select_related("content")
    found = {}
    for row in rows:
        ending = "png" if row.form == Picture.Form.PNG else "jpg"
        data = base64.b64encode(bytes(row.content.data)).decode()
        address = f"{settings.NOTIFYHUB_PICTURES_URL}{PREFIX}{row.token}.{ending}"
        found[address] = f"data:image/{row.form.lower()};base64,{data}"
    return found


def _rendered(words: DraftWords, kind: str, language: str) -> tuple[str, str]:
    make = next(iter(samples.for_kind(kind).values()))
    locale = resolve_locale(language, "en", words.locales)
    try:
        mail = render(revision=words, locale=locale, context=samples.dressed(make(), words.brand))
    except CannotRender:
        return "", ""
    return mail.subject, mail.html
