"""The command that writes mails to be looked at."""

from pathlib import Path

from django.core.management import call_command

from templates_app import samples
from templates_app.data import NotificationKind
from tests.templates_app.mails import LOCALES, mail


def test_a_kind_is_written_on_each_sample_in_each_language(tmp_path: Path) -> None:
    kind = NotificationKind.GIFT_CARD
    call_command("render_samples", out=tmp_path / "new", kind=[kind.value], verbosity=0)

    written = {path.name for path in (tmp_path / "new").iterdir()}

    assert written == {
        f"gift_card.{sample}.{locale}.{ending}"
        for sample in samples.for_kind(kind)
        for locale in LOCALES
        for ending in ("html", "txt")
    }
    assert (tmp_path / "new/gift_card.plain.nb.html").read_text("utf-8") == mail(
        kind, "plain", "nb"
    ).html
