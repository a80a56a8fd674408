"""Taking pictures away, and what stands against it.

# Note [What happens to a removed picture]
What a brand, a draft or a published mail shows cannot be removed. What only older revisions showed
is hidden at once and served for two years more, for the mails that are in people's boxes. What no
mail ever showed is gone at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app.models import (
    Block,
    Brand,
    Picture,
    PictureContent,
    Revision,
    Template,
    VariantWording,
    Wording,
)
from templates_app.picture_addresses import PATH

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN_STILL: Final = timedelta(days=730)


class PictureInUse(DomainError):
    """Something shows the picture; the words say what."""

    code = "picture-in-use"


class Place(StrEnum):
    BRAND = "BRAND"
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where a picture is shown."""

    place: Place
    store_id: int | None
    kind: str = ""


@transaction.atomic
def remove_picture(*, picture: Picture, actor: str, now: datetime) -> bool:
    """Offer it no longer. True: it is gone; False: older mails show it for two years more.

    Raises PictureInUse. See Note [What happens to a removed picture].
    """
    locked = Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
    used = uses_of([locked])[locked.pk] + _published_uses(locked)
    if used:
        raise PictureInUse(_("It is shown and cannot be removed: %s") % "; ".join(in_words(used)))
    if locked.was_worn or _wordings_with(locked).exists():
        locked.removed_at, locked.removed_by = now, actor
        locked.save(update_fields=["removed_at", "removed_by"])
        return False
    _forget(locked)
    return True


def forget_pictures(*, now: datetime, limit: int = 500) -> int:
    """Delete what was removed two years ago and is shown by no mail of today; how many."""
    rows = Picture.objects.filter(removed_at__lt=now - SHOWN_STILL).order_by("removed_at")[:limit]
    forgotten = 0
    for picture in rows:
        with transaction.atomic():
            if not uses_of([picture])[picture.pk] and not _published_uses(picture):
                _forget(picture)
                forgotten += 1
    return forgotten


def uses_of(pictures: Iterable[Picture]) -> dict[int, list[Use]]:
    """Which brands and drafts show each picture. Two queries, however many pictures."""
    by_token = {picture.token: picture.pk for picture in pictures}
    found: dict[int, list[Use]] = defaultdict(list)
    for url, store_id in Brand.objects.filter(logo_url__contains="/i/").values_list(
        "logo_url", "store_id"
    ):
        for token in PATH.findall(url):
            if token in by_token:
                found[by_token[token]].append(Use(place=Place.BRAND, store_id=store_id))
    blocks = Block.objects.annotate(said=Cast("settings", TextField())).filter(said__contains="/i/")
    for said, store_id, kind in blocks.values_list("said", "store_id", "template__kind"):
        use = Use(place=Place.DRAFT, store_id=store_id, kind=kind)
        for token in set(PATH.findall(said)) & by_token.keys():
            if use not in found[by_token[token]]:
                found[by_token[token]].append(use)
    return found


def with_uses(pictures: list[Picture]) -> list[Picture]:
    """The same pictures, each with `uses`."""
    uses = uses_of(pictures)
    for picture in pictures:
        picture.uses = uses[picture.pk]  # type: ignore[attr-defined]  # for those who show a list
    return pictures


def in_words(uses: Iterable[Use]) -> list[str]:
    """Where it is shown, for a person."""
    words = {
        Place.BRAND: _("the brand of a store"),
        Place.DRAFT: _("a draft"),
        Place.PUBLISHED: _("a published mail"),
    }
    shared = _("the brand of the agency")
    said = [
        shared if use.place == Place.BRAND and use.store_id is None else words[use.place]
        for use in uses
    ]
    return [
        f"{one} ×{said.count(one)}" if said.count(one) > 1 else one for one in dict.fromkeys(said)
    ]


def _published_uses(picture: Picture) -> list[Use]:
    """Which mails that are sent today, or are to be published, show it."""
    wordings = list(_wordings_with(picture).values_list("pk", flat=True))
    of_variant = VariantWording.objects.filter(revision_id=OuterRef("pk"), wording__in=wordings)
    newer = Revision.objects.filter(
        agency_id=picture.agency_id, kind=OuterRef("kind"), number__gt=OuterRef("number")
    )
    showing = (
        Revision.objects.filter(agency_id=picture.agency_id)
        .filter(
            Q(wording__in=wordings)
            | Q(brand__logo_url__contains=picture.token)
            | Exists(of_variant)
        )
        .exclude(Q(store=None) & Exists(newer.filter(store=None)))
        .exclude(Q(store__isnull=False) & Exists(newer.filter(store_id=OuterRef("store_id"))))
    )
    coming = Template.objects.filter(publish_wording__in=wordings)
    places = [*showing.values_list("store_id", "kind"), *coming.values_list("store_id", "kind")]
    return [Use(place=Place.PUBLISHED, store_id=store_id, kind=kind) for store_id, kind in places]


def _wordings_with(picture: Picture) -> "QuerySet[Wording]":
    """All that were ever published with it; a block's settings and Liquid stand in `blocks`."""
    rows = Wording.objects.annotate(said=Cast("blocks", TextField()))
    return rows.filter(agency_id=picture.agency_id, said__contains=picture.token)


def _forget(picture: Picture) -> None:
    content_id = picture.content_id
    picture.delete()
    shared = Picture.objects.filter(content_id=OuterRef("pk"))
    PictureContent.objects.filter(~Exists(shared), pk=content_id).delete()
