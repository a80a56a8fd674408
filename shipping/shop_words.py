"""What a shop's own pages say of a delivery, in the seven languages of the mails."""

from dataclasses import dataclass
from typing import Final

from common import locales


@dataclass(frozen=True, slots=True)
class Words:
    """`day`, `days`: business days, of one and of another number."""

    processing: str
    day: str
    days: str
    sent: str
    arrives: str
    meant: str  # beside an e-mail address that looks mistyped


_WORDS: Final = {
    "en": Words(
        "Processing time: {}",
        "{} business day",
        "{} business days",
        "Sent {}",
        "Arrives {}",
        "Did you mean {}?",
    ),
    "nb": Words(
        "Behandlingstid: {}",
        "{} virkedag",
        "{} virkedager",
        "Sendes {}",
        "Fremme {}",
        "Mente du {}?",
    ),
    "da": Words(
        "Ekspeditionstid: {}",
        "{} hverdag",
        "{} hverdage",
        "Afsendes {}",
        "Fremme {}",
        "Mente du {}?",
    ),
    "sv": Words(
        "Hanteringstid: {}",
        "{} arbetsdag",
        "{} arbetsdagar",
        "Skickas {}",
        "Framme {}",
        "Menade du {}?",
    ),
    "de": Words(
        "Bearbeitungszeit: {}",
        "{} Werktag",
        "{} Werktage",
        "Versand {}",
        "Ankunft {}",
        "Meinten Sie {}?",
    ),
    "fr": Words(
        "Délai de préparation\u00a0: {}",
        "{} jour ouvré",
        "{} jours ouvrés",
        "Expédition {}",
        "Arrivée {}",
        "Vouliez-vous dire {}\u00a0?",
    ),
    "zh-Hans": Words(
        "备货时间：{}",
        "{} 个工作日",
        "{} 个工作日",
        "发货：{}",
        "送达：{}",
        "您是不是想输入 {}？",
    ),
}
LOCALES: Final = tuple(_WORDS)


def locale_of(*wanted: str) -> str:
    """The first of these languages that there are words in; else English."""
    return locales.resolve(wanted, _WORDS)


def words_in(locale: str) -> Words:
    return _WORDS[locale]


def business_days(least: int, most: int, locale: str) -> str:
    """ "2–5 business days"."""
    words = _WORDS[locale]
    count = str(most) if least == most else f"{least}–{most}"
    return (words.day if least == most == 1 else words.days).format(count)
