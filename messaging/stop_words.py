"""What people answer to end texts, or to get them again, in the languages we write in.

Twilio ends them itself at the English words on its numbers in North America; elsewhere, and in any
other language, we are the ones who must listen.
"""

import unicodedata
from typing import Final

_STOP: Final = frozenset(
    {
        *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"),
        *("STOPP", "AVSLUTT", "AVMELD", "SLUTT"),  # Norwegian
        *("AFMELD", "FRAMELD", "AFSLUT"),  # Danish
        *("AVSLUTA", "AVREGISTRERA", "SLUTA"),  # Swedish
        *("ABMELDEN", "ABBESTELLEN", "BEENDEN", "ENDE"),  # German
        *("ARRET", "ARRETER", "DESABONNER", "DESINSCRIRE"),  # French, accents taken off
        *("退订", "停止", "取消订阅", "TD"),  # Chinese
    }
)
_START: Final = frozenset(
    {
        *("START", "UNSTOP", "SUBSCRIBE"),
        *("PÅMELD", "TILMELD", "ANMÄL", "ANMELDEN", "ABONNER"),
        *("订阅", "恢复"),
    }
)


def asks_to_stop(text: str) -> bool:
    """Whether the whole answer is such a word; a sentence that holds one is for people."""
    return bool(_forms(text) & _STOP)


def asks_to_start(text: str) -> bool:
    return bool(_forms(text) & _START)


def _forms(text: str) -> set[str]:
    """The answer in capitals, without what stands around it; with and without accents."""
    word = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum() or sign.isspace()
    )
    plain = " ".join(word.upper().split())
    split = unicodedata.normalize("NFD", plain)
    return {plain, "".join(sign for sign in split if not unicodedata.combining(sign))}
