"""A link that no person sees: whoever follows it reads mails' source, and is a machine."""

from typing import Final

# Its number among the links of a mail: the largest that a row of what came back holds.
HONEYPOT_LINK: Final = 32_767
_HTML: Final = (
    '<a href="{href}" style="display:none;mso-hide:all" aria-hidden="true" tabindex="-1" '
    'rel="nofollow" data-untracked></a>'
)


def hidden_link(href: str) -> str:
    """For the end of a mail; `href` escaped. Screen readers and keyboards pass it too."""
    return _HTML.format(href=href)
