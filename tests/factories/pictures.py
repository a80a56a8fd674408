"""Picture files for tests, friendly and hostile, made by code."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def logo(width: int = 320, height: int = 80, colour: str = "#1f4d45") -> bytes:
    """A PNG with a transparent ground."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste(colour, (8, 8, width - 8, height - 8))
    return encoded(image)


def noise(width: int, height: int, *, alpha: bool = False) -> bytes:
    """What no encoder makes small, as a PNG."""
    image = Image.effect_noise((width, height), 90).convert("RGB")
    if alpha:
        image.putalpha(128)
    return encoded(image)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, pixels: bytes, *more: bytes) -> bytes:
    """A PNG that says what it likes of itself."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        *more,
        chunk(b"IDAT", zlib.compress(pixels)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def photo_with_a_place() -> bytes:
    """A JPEG lying on its side, with the camera's place and maker in EXIF, and a comment."""
    image = Image.effect_noise((300, 200), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Canarycam"
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 23.0, 11.0), 3: "E", 4: (5.0, 19.0, 48.0)})
    return encoded(image, "JPEG", exif=exif, comment=b"canary comment")


def moving() -> bytes:
    """A GIF of two frames: red, then blue."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)


def with_text(kilobytes: int) -> bytes:
    """A PNG whose compressed text unfolds to that much."""
    said = PngInfo()
    said.add_text("Comment", "canary " * (kilobytes * 1024 // 7), zip=True)
    return encoded(Image.new("RGB", (20, 20), "green"), pnginfo=said)


GIF_THAT_IS_A_SCRIPT = (
    b"GIF89a/*" + moving()[8:] + b"*/=1;alert(document.domain)//<script>alert(1)</script>"
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SVG_WITH_ENTITY = (
    b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'
)
