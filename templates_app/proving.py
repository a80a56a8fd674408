"""After publishing: try frozen words both ways, and keep what came of it with them.

See Note [Proven before it is sent] in ways.py. Nothing is lost where this is late or fails: words
without a proof are interpreted at first, and tried by the workers that send them.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from templates_app import ways
from templates_app.engine import bounded
from templates_app.engine.environment import TemplateError
from templates_app.models import Revision, VariantWording, Wording
from templates_app.queries import agency_brand
from templates_app.ways import Way

SECONDS: Final = 20.0  # of one language
LIMIT: Final = 10  # wordings at a time

_log = logging.getLogger(__name__)


def prove_wordings(*, limit: int = LIMIT) -> int:
    """Prove words that are sent and have no proof of this release; how many were done."""
    waiting = unproven().select_related("agency").order_by("-pk")[:limit]
    return sum(prove_wording(wording=wording) for wording in waiting)


def prove_wording(*, wording: Wording) -> bool:
    """Try each language in a child of its own; False where it was proven already."""
    if wording.proof.get("release") == ways.release():
        return False
    brand = _brand_of(wording)
    found = {
        locale: _tried(wording.kind, source, locale, brand).as_json()
        for locale, source in wording.sources.items()
    }
    proof = {"release": ways.release(), "locales": found}
    return bool(Wording.objects.filter(pk=wording.pk).update(proof=proof))


def unproven() -> "QuerySet[Wording]":
    """Words that are sent now and have no proof of this release."""
    return sent_now().exclude(proof__contains={"release": ways.release()})


def sent_now() -> "QuerySet[Wording]":
    """Words of the last revisions, and of their variants."""
    newer = Revision.objects.filter(
        agency_id=OuterRef("agency_id"), kind=OuterRef("kind"), number__gt=OuterRef("number")
    )
    last = Revision.objects.exclude(
        Exists(newer.filter(store_id=OuterRef("store_id")))  # no store is like no store
    ).exclude(Q(store__isnull=True) & Exists(newer.filter(store__isnull=True)))
    variants = VariantWording.objects.filter(revision__in=last)
    return Wording.objects.filter(
        Q(pk__in=last.values("wording_id")) | Q(pk__in=variants.values("wording_id"))
    )


def _tried(kind: str, source: Mapping[str, str], locale: str, brand: Mapping[str, Any]) -> Way:
    request = {
        "kind": kind,
        "source": {part: source[part] for part in ("subject", "html")},
        "locale": locale,
        "brand": brand,
    }
    try:
        return Way(**bounded.call("prove", request, seconds=SECONDS))
    except TemplateError as error:  # it took too long, or asked for too much
        _log.warning("templates.words.unproven", extra={"kind": kind, "why": str(error)})
        return Way(engine_reason=error.place.message, css_reason=error.place.message)


def _brand_of(wording: Wording) -> Mapping[str, Any]:
    """The brand of the first who publishes those words: any will do for a proof."""
    of_revision = Revision.objects.filter(wording=wording).order_by("pk").first()
    if of_revision is None:
        variant = VariantWording.objects.filter(wording=wording).select_related("revision").first()
        of_revision = variant.revision if variant else None
    brand: dict[str, Any] = of_revision.brand if of_revision else {}
    return brand or agency_brand(wording.agency).as_context()
