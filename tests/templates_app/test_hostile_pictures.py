"""Each hostile upload ends in a clear refusal or in a clean picture, in bounded time and memory."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from templates_app.drawing import child, redrawing
from templates_app.drawing.redrawing import PictureRefused, redraw
from tests.factories import pictures as make

WEIGHED = """
import resource, sys
from pathlib import Path
from templates_app.drawing.redrawing import redraw
redraw(Path(sys.argv[1]).read_bytes())
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
REFUSED = {
    "nothing": (b"", "EMPTY"),
    "svg with a script": (make.SVG, "SVG"),
    "svg with an entity": (make.SVG_WITH_ENTITY, "SVG"),
    "svg after a byte order mark": (b"\xef\xbb\xbf \n" + make.SVG, "SVG"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
    "avif": (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "HEIC"),
    "zip renamed": (b"PK\x03\x04\x14\x00" + b"\x00" * 400, "ARCHIVE"),
    "gzip": (b"\x1f\x8b\x08" + b"\x00" * 40, "ARCHIVE"),
    "larger than we take": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 10_000_000, "TOO_LARGE"),
    "50,000 by 50,000": (make.png(50_000, 50_000, b"\x00" * 1000), "TOO_MANY_PIXELS"),
    "as large as can be said": (make.png(2**31 - 1, 2**31 - 1, b""), "TOO_MANY_PIXELS"),
    "one long line": (make.png(1_000_000, 20, b"\x00" * 1000), "TOO_MANY_PIXELS"),
    "one long line as gif": (
        make.encoded(Image.new("P", (60_000, 2)), "GIF"),
        "TOO_MANY_PIXELS",
    ),
    "cut off": (make.noise(300, 300)[:9_000], "UNREADABLE"),
    "only a beginning": (b"\x89PNG\r\n\x1a\n", "UNREADABLE"),
    "text that unfolds": (make.with_text(2_000), "UNREADABLE"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "UNREADABLE"),
    "a tiff": (make.encoded(Image.new("RGB", (9, 9)), "TIFF"), "UNREADABLE"),
    "an icon": (make.encoded(Image.new("RGB", (32, 32)), "ICO"), "UNREADABLE"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "UNREADABLE"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_for_mail_is_refused_with_what_to_do(name: str) -> None:
    data, reason = REFUSED[name]
    began = time.monotonic()

    with pytest.raises(PictureRefused) as refusal:
        redraw(data)

    assert refusal.value.reason == reason
    assert len(str(refusal.value)) > 15
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (make.GIF_THAT_IS_A_SCRIPT, "PNG"),
        (make.logo() + b"<script>alert(1)</script>", "PNG"),
        (make.logo() + b"PK\x03\x04" + b"canary" * 100, "PNG"),
        (make.photo_with_a_place(), "JPEG"),
        (make.with_text(100), "PNG"),
        (make.png(100, 100, b"\x00" * 50_000_000), "PNG"),
    ],
    ids=["gif and script", "png and page", "png and zip", "exif", "text", "pixels that unfold"],
)
def test_nothing_is_kept_but_what_one_sees(data: bytes, form: str) -> None:
    drawn = redraw(data)

    assert drawn.form == form
    for rest in (
        b"script",
        b"alert",
        b"canary",
        b"Canary",
        b"Exif",
        b"PK\x03\x04",
        b"tEXt",
        b"iCCP",
    ):
        assert rest not in drawn.data
    image = Image.open(io.BytesIO(drawn.data))
    assert dict(image.getexif()) == {}
    assert image.size == (drawn.width, drawn.height)


def test_a_picture_on_its_side_is_turned_upright() -> None:
    drawn = redraw(make.photo_with_a_place())

    assert (drawn.width, drawn.height) == (200, 300)


def test_of_a_moving_picture_the_first_frame_is_kept_and_said_so() -> None:
    drawn = redraw(make.moving())

    shown = Image.open(io.BytesIO(drawn.data)).convert("RGB")
    assert shown.getpixel((30, 20)) == (255, 0, 0)
    assert set(drawn.changes) == {"FIRST_FRAME", "NOW_PNG"}


@pytest.mark.parametrize(
    "data",
    [
        make.noise(1600, 1200),
        make.noise(1600, 1200, alpha=True),
        make.encoded(Image.new("RGB", (5000, 5000), "red")),
        make.encoded(Image.new("P", (12_000, 2_000)), "GIF"),
        make.encoded(Image.new("RGB", (3_000, 2_000), "red"), "WEBP"),
    ],
    ids=["noise", "noise with alpha", "25 million points", "long gif", "webp"],
)
def test_what_comes_out_is_small_and_shown_by_every_mail_client(data: bytes) -> None:
    began = time.monotonic()

    drawn = redraw(data)

    assert time.monotonic() - began < redrawing.SECONDS
    assert len(drawn.data) <= child.MOST_BYTES
    assert drawn.width <= child.WIDEST
    assert drawn.form in ("PNG", "JPEG")
    assert "SHRUNK" in drawn.changes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_picture_is_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"

    drawn = redraw(make.encoded(Image.new(mode, (120, 60)), form))

    assert (drawn.width, drawn.height) == (120, 60)


def test_sixteen_bits_a_point_keep_their_shade() -> None:
    drawn = redraw(make.encoded(Image.new("I;16", (10, 10), 0x8000)))

    assert Image.open(io.BytesIO(drawn.data)).convert("L").getpixel((5, 5)) == 0x80


def test_what_is_see_through_stays_so() -> None:
    drawn = redraw(make.logo())

    image = Image.open(io.BytesIO(drawn.data))
    assert image.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_decoder_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "SECONDS", 0.01)

    with pytest.raises(PictureRefused) as refusal:
        redraw(make.logo())

    assert refusal.value.reason == "TOO_COSTLY"


def test_the_decoder_never_takes_more_memory_than_it_may(tmp_path: Path) -> None:
    """In a process of its own, whose only child is the decoder; by the costliest that passes."""
    picture = tmp_path / "large.png"
    picture.write_bytes(make.encoded(Image.new("RGBA", (5000, 5000))))

    said = subprocess.run(
        [sys.executable, "-c", WEIGHED, picture], capture_output=True, check=True, timeout=60
    )

    assert 20_000_000 < int(said.stdout) < child.MEMORY
