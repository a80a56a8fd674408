"""Verbs over pictures: keep an uploaded one, and where it is found. Removing is in removal.py."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app.drawing.redrawing import LARGEST_UPLOAD, Redrawn, redraw
from templates_app.models import Picture, PictureContent

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_PICTURES: Final = 2_000  # of an agency; at most 200 kB each
NAME_CHARACTERS: Final = 120
CHANGES: Final = {
    "FIRST_FRAME": gettext_lazy("It moved; its first frame was kept, which Outlook shows too."),
    "SHRUNK": gettext_lazy("It was made smaller, to load fast in a mail."),
    "NOW_PNG": gettext_lazy("It was turned into a PNG, which every mail client shows."),
    "NOW_JPEG": gettext_lazy("It was turned into a JPEG, which every mail client shows."),
}


class TooManyPictures(DomainError):
    """The agency has as many as it may."""

    code = "too-many-pictures"


def keep_picture(
    *, agency: Agency, store: Store | None, data: bytes, name: str, actor: str, now: datetime
) -> Picture:
    """The picture in an uploaded file, drawn anew; the one that is there where it is the same.

    Raises PictureRefused. See Note [A picture is drawn anew]; the name is only shown, never a path.
    """
    drawn = redraw(data)
    with transaction.atomic():
        content = _content(agency, drawn.data)
        picture, is_new = Picture.objects.get_or_create(
            agency=agency, store=store, content=content, defaults=_fields(drawn, name, actor, now)
        )
        if is_new and Picture.objects.filter(agency=agency).count() > MOST_PICTURES:
            raise TooManyPictures(
                _("There are %d pictures, and no more are kept. Remove some that nothing shows.")
                % MOST_PICTURES
            )
        if picture.removed_at is not None:
            picture.removed_at, picture.removed_by = None, ""
            picture.save(update_fields=["removed_at", "removed_by"])
    return picture


def read_upload(file: "File[bytes]") -> bytes:
    """What was uploaded, no more of it than is needed to see that it is too large."""
    data: bytes = file.read(LARGEST_UPLOAD + 1)
    return data


def what_became(picture: Picture) -> list[str]:
    """What was done to the uploaded file, in sentences."""
    return [str(CHANGES[code]) for code in picture.changes if code in CHANGES]


def tidy_name(name: str) -> str:
    """The last part of a file's name, without what could mislead an eye or a terminal."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    return shown[:NAME_CHARACTERS] or "picture"


def page_of_pictures(
    *, agency_id: int, store_ids: Sequence[int] | None, before: Any, limit: int
) -> list[Picture]:
    """Pictures that are offered, newest first; of the agency and all stores, or of those named."""
    rows = Picture.objects.filter(agency_id=agency_id, removed_at=None)
    if store_ids is not None:
        rows = rows.filter(store_id__in=store_ids)
    if before is not None:
        at, pk = before
        rows = rows.filter(created_at__lte=at).exclude(created_at=at, pk__gte=pk)
    return list(rows.order_by("-created_at", "-pk")[:limit])


def _content(agency: Agency, data: bytes) -> PictureContent:
    digest = hashlib.sha256(data).digest()
    rows = PictureContent.objects.defer("data")
    content, _is_new = rows.get_or_create(agency=agency, digest=digest, defaults={"data": data})
    return content


def _fields(drawn: Redrawn, name: str, actor: str, now: datetime) -> dict[str, Any]:
    return {
        "token": secrets.token_hex(16),
        "name": tidy_name(name),
        "form": drawn.form,
        "width": drawn.width,
        "height": drawn.height,
        "byte_count": len(drawn.data),
        "changes": list(drawn.changes),
        "created_at": now,
        "created_by": actor,
    }
