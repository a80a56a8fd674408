"""Marks texts for the translators where Django may not be imported; said in words elsewhere."""


def gettext_noop(text: str) -> str:
    """The text itself: its name is what `script/words` looks for."""
    return text
