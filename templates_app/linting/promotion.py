"""Words by which a text advertises, in the languages that we write in."""

import re
from functools import cache
from typing import Final

from common import locales as tags

_ANY: Final = (r"\d+\s?%", r"-\s?\d+\s?%", r"black\s?friday", r"cyber\s?monday", r"promo\s?code")
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        r"\bsale\b", r"\bdeals?\b", r"discount", r"\bsave (?:up|\d|now|on your)", r"special offer",
        r"limited[- ]time", r"\bfree gift", r"coupon", r"\bbuy now", r"shop now", r"last chance",
        r"don.t miss", r"on your next (?:order|purchase)",
    ),
    "nb": (
        r"\bsalg\b", r"\btilbud\b", r"rabatt", r"\bspar \d", r"\bspar opptil", r"kjøp nå",
        r"handle nå", r"siste sjanse", r"kupong", r"ikke gå glipp", r"(?:din )?neste bestilling",
    ),
    "da": (
        r"\budsalg\b", r"\btilbud\b", r"rabat", r"\bspar \d", r"\bspar op til", r"køb nu",
        r"shop nu", r"sidste chance", r"kupon", r"gå ikke glip",
    ),
    "sv": (
        r"\brea\b", r"erbjudande", r"rabatt", r"\bspara \d", r"\bspara upp", r"köp nu",
        r"handla nu", r"sista chansen", r"kupong", r"missa inte",
    ),
    "de": (
        r"\bsale\b", r"angebote?\b", r"rabatt", r"\bsparen? sie", r"jetzt kaufen", r"gutschein",
        r"nur heute", r"letzte chance", r"schnäppchen",
    ),
    "fr": (
        r"\bsoldes?\b", r"offre (?:spéciale|limitée|exclusive)", r"remise", r"réduction",
        r"promotion", r"code promo", r"achetez maintenant", r"dernière chance", r"profitez",
    ),
    "zh": ("优惠", "促销", "折扣", "特价", "限时", "立减", "满减", "抢购", "打折", "秒杀"),
}  # fmt: skip


def is_promotional(text: str, locale: str) -> bool:
    """Whether the text advertises: in the words of its language, or of English."""
    return bool(_advertises(tags.normal(locale).split("-")[0]).search(text))


@cache
def _advertises(language: str) -> re.Pattern[str]:
    words = (*_ANY, *_WORDS.get(language, ()), *_WORDS["en"])
    return re.compile("|".join(words), re.IGNORECASE)
