"""What each kind of message is called, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from messaging.letters import About
from messaging.models import Message
from templates_app.kind_labels import LABELS

WORDS: Final = LABELS


def words(kind: str) -> str:
    """A kind that an older or newer release made is shown by its code."""
    return str(WORDS.get(kind) or kind.replace("_", " ").capitalize())  # type: ignore[call-overload]  # a plain text too


_LETTERS: Final = {
    About.CODE: _("Code for a new e-mail address"),
    About.MOVED: _("Notice to the old e-mail address"),
    About.ANSWER: _("Answer to the buyer"),
}


def words_of(message: Message) -> str:
    """What one message is called: a letter by what it is about."""
    for about, said in _LETTERS.items():
        if message.about.startswith(about):
            return str(said)
    return words(message.kind)
