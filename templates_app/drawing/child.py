"""The process that opens an uploaded picture: `python -m templates_app.drawing.child < file`.

It knows no Django, no rows and no secrets, and limits itself before it reads a byte. It answers one
line of JSON ({"form", "width", "height", "changes"} or {"refused": code}), then the new file.
"""

import contextlib
import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

MEMORY: Final = 512 << 20
CPU_SECONDS: Final = 6
MOST_PIXELS: Final = 25_000_000
LONGEST_SIDE: Final = 12_000
WIDEST: Final = 1200  # twice the 600 px of a mail, for dense screens
TALLEST: Final = 2400
MOST_BYTES: Final = 200_000
# Each knows no scripts, no references and no layers of other formats.
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_QUALITIES: Final = (85, 78, 70, 60)
_SHADES: Final = 256


class Refused(Exception):
    """Why there is no new picture, as a code that redrawing.py puts into words."""


def redraw(raw: bytes) -> tuple[bytes, dict[str, Any]]:
    """The same picture as a fresh PNG or JPEG of at most MOST_BYTES, and what became of it."""
    with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        _check_size(image.size)  # from the header: nothing is decoded yet
        source, size = str(image.format), image.size
        changes = ["FIRST_FRAME"] if getattr(image, "n_frames", 1) > 1 else []
        if source == "JPEG":
            image.draft(None, (WIDEST, TALLEST))  # decodes large photographs at a fraction
        drawn = _upright(image)
    _shrink(drawn, (WIDEST, TALLEST))
    data, form, fitted = _encoded(drawn, is_photo=source == "JPEG")
    if fitted.size not in (size, size[::-1]):
        changes.append("SHRUNK")
    if form != source:
        changes.append(f"NOW_{form}")
    return data, {
        "form": form,
        "width": fitted.width,
        "height": fitted.height,
        "changes": changes,
    }


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise Refused("TOO_MANY_PIXELS")


def _upright(image: Image.Image) -> Image.Image:
    """Decoded, turned as its EXIF says, in sRGB; with none of its metadata."""
    image.load()
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image) or image
    has_alpha = turned.has_transparency_data
    if turned.mode.startswith("I") or turned.mode == "F":  # 16 bits a pixel
        turned = turned.convert("I").point(lambda shade: shade / 256).convert("L")
    if profile and turned.mode in ("RGB", "CMYK"):
        turned = _in_srgb(turned, profile)
    drawn = turned.convert("RGBA" if has_alpha else "RGB")
    drawn.info.clear()
    return drawn


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Its own colours in the space that mail clients assume; unchanged where that fails."""
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ours = ImageCms.createProfile("sRGB")
        moved = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB")
        if moved is not None:
            return moved
    return image


def _shrink(image: Image.Image, most: tuple[int, int]) -> None:
    image.thumbnail(most, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, *, is_photo: bool) -> tuple[bytes, str, Image.Image]:
    """PNG for what was drawn, JPEG for photographs; smaller and smaller until it fits."""
    while True:
        for form, data in _attempts(image, is_photo=is_photo):
            if len(data) <= MOST_BYTES:
                return data, form, image
        _shrink(image, (max(1, image.width * 4 // 5), max(1, image.height * 4 // 5)))


def _attempts(image: Image.Image, *, is_photo: bool) -> Iterator[tuple[str, bytes]]:
    is_opaque = image.mode == "RGB"
    if not is_photo:
        yield "PNG", _written(image, "PNG", optimize=True)
    if is_opaque:
        for quality in _QUALITIES:
            yield "JPEG", _written(image, "JPEG", quality=quality, optimize=True, progressive=True)
        return
    few = image.quantize(_SHADES, Image.Quantize.FASTOCTREE)
    yield "PNG", _written(few, "PNG", optimize=True)


def _written(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _limit() -> None:
    """What bounds a picture that was made to hurt. Where a system knows no such limit: the rest."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    PngImagePlugin.MAX_TEXT_MEMORY = PngImagePlugin.MAX_TEXT_CHUNK
    warnings.simplefilter("ignore")


def main() -> None:
    _limit()
    data = b""
    answer: dict[str, Any]
    try:
        data, answer = redraw(sys.stdin.buffer.read())
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except Image.DecompressionBombError:
        answer = {"refused": "TOO_MANY_PIXELS"}
    except MemoryError:
        answer = {"refused": "TOO_COSTLY"}
    except (
        Exception
    ):  # whatever a broken file makes a decoder raise, the uploader is told one thing
        answer = {"refused": "UNREADABLE"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)


if __name__ == "__main__":
    main()
