"""Every default mail there is, rendered once for all tests that look at them."""

from functools import cache
from typing import Final

from templates_app import catalogue, previewing, rendering, samples
from templates_app.data import NotificationKind, Rendered

LOCALES: Final = ["da", "de", "en", "fr", "nb", "sv", "zh-Hans"]
KINDS: Final = [kind.value for kind in NotificationKind if catalogue.kind_words(kind)]
SAMPLES: Final = [(kind, name) for kind in KINDS for name in samples.for_kind(kind)]


@cache
def default_words(kind: str) -> previewing.DraftWords:
    return previewing.default_words(NotificationKind(kind))


@cache
def mail(kind: str, sample: str = "plain", locale: str = "en") -> Rendered:
    context = samples.for_kind(kind)[sample]()
    return rendering.render(revision=default_words(kind), locale=locale, context=context)
