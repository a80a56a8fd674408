"""One line of an order's timeline, whoever writes it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from messaging.models import Message


@dataclass(frozen=True, slots=True)
class Line:
    """What happened: a symbol, words, and what stands behind them."""

    at: datetime
    symbol: str
    words: SafeString
    tone: str = ""
    aside: str = ""
    reason: str = ""
    quote: str = ""
    message: Message | None = None
    is_staff_only: bool = False
    is_end: bool = False  # says what became of its message, and so where that is corrected
