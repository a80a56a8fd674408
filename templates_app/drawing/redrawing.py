"""What becomes of an uploaded file: a clean picture for mail, or a refusal that says what to do.

# Note [A picture is drawn anew]
The file is decoded in a process of its own (child.py), which has neither secrets nor a way to the
rows, and ends after seconds and half a gigabyte at most. What it saw is encoded afresh as PNG or
JPEG, the two that every mail client shows: Outlook on Windows draws mails with Word, which knows no
WebP, AVIF or SVG. So scripts, second file formats, places in EXIF, profiles and texts stay behind.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError

LARGEST_UPLOAD: Final = 10_000_000
SECONDS: Final = 10
AT_ONCE: Final = 2  # decoders of one process; each may take half a gigabyte
PATIENCE: Final = 20
_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH")

_places = threading.BoundedSemaphore(AT_ONCE)

UPLOAD_INSTEAD = gettext_lazy("Upload a PNG or JPEG instead.")
REFUSALS: Final = {
    "EMPTY": gettext_lazy("The file is empty."),
    "TOO_LARGE": gettext_lazy("The file is larger than 10 MB. Save the picture smaller."),
    "SVG": gettext_lazy(
        "SVG pictures can carry scripts, and Outlook and Gmail do not show them. Export it as PNG."
    ),
    "PDF": gettext_lazy("A PDF is a document, and no mail shows it as a picture."),
    "HEIC": gettext_lazy("Mail clients do not show HEIC or AVIF, the format of some phones."),
    "ARCHIVE": gettext_lazy("This is an archive, not a picture. Unpack it first."),
    "TOO_MANY_PIXELS": gettext_lazy(
        "The picture has more than 25 million points, or a side longer than 12,000. Make it "
        "smaller: in a mail it is 1,200 points wide at most."
    ),
    "TOO_COSTLY": gettext_lazy("The picture takes too much memory or time to open. Save it anew."),
    "UNREADABLE": gettext_lazy(
        "The file is damaged, cut off, or no picture. Open it on your computer and save it anew."
    ),
}
_INSTEAD: Final = {"PDF", "HEIC", "ARCHIVE", "EMPTY"}


class PictureRefused(DomainError):
    """The file cannot become a picture for mail; `reason` is a code of REFUSALS."""

    code = "picture-refused"

    def __init__(self, reason: str) -> None:
        words = str(REFUSALS[reason])
        if reason in _INSTEAD:
            words = _("%(sentence)s %(next)s") % {"sentence": words, "next": UPLOAD_INSTEAD}
        super().__init__(words)
        self.reason = reason


class TooManyUploads(DomainError):
    """All places for decoding are taken, and stayed so."""

    code = "too-many-uploads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    data: bytes
    form: str  # PNG or JPEG
    width: int
    height: int
    changes: tuple[str, ...]  # FIRST_FRAME, SHRUNK, NOW_PNG, NOW_JPEG


def redraw(data: bytes) -> Redrawn:
    """The picture in the file, drawn anew. Raises PictureRefused. See Note [A picture is …]."""
    reason = known_to_be_wrong(data)
    if reason:
        raise PictureRefused(reason)
    if not _places.acquire(timeout=PATIENCE):
        raise TooManyUploads(_("Too many pictures are being read. Try again in a minute."))
    try:
        head, _newline, drawn = _ask_child(data).partition(b"\n")
    finally:
        _places.release()
    answer = json.loads(head) if head else {"refused": "TOO_COSTLY"}  # it was ended by a limit
    if "refused" in answer:
        raise PictureRefused(answer["refused"])
    changes = tuple(answer.pop("changes"))
    return Redrawn(data=drawn, changes=changes, **answer)


def known_to_be_wrong(data: bytes) -> str:
    """What a first look says against the file, as a code of REFUSALS; "" where it says nothing."""
    if not data:
        return "EMPTY"
    if len(data) > LARGEST_UPLOAD:
        return "TOO_LARGE"
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if data.startswith(b"%PDF-"):
        return "PDF"
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        return "ARCHIVE"
    if data[4:8] == b"ftyp":  # the container of HEIC and AVIF
        return "HEIC"
    is_markup = start[:1] == b"<"
    return "SVG" if is_markup and b"<svg" in data[:4096].lower() else ""


def _ask_child(data: bytes) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "templates_app.drawing.child"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout
