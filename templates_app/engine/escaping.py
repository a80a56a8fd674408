"""Text escaped for a page and left plain text: what `markupsafe.escape` does, without its class."""

from markupsafe import _escape_inner  # type: ignore[attr-defined]  # in C, for a plain str only

escape_text = _escape_inner
