"""How the desk looks to an agency's people: name, colour, logo and address of its own."""

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Agency

LONGEST_NAME: Final = 40
LEAST_CONTRAST: Final = 4.5  # WCAG 2.2 AA: white words on the colour, and the colour as words
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


class LookRefused(DomainError):
    """Words that cannot be read on the colour, or an address that is none or another's."""

    code = "look-refused"


@dataclass(frozen=True, slots=True)
class Look:
    """Empty: as NotifyHub looks."""

    name: str = ""
    accent: str = ""
    logo_url: str = ""
    host: str = ""


def look_of(agency: Agency) -> Look:
    return Look(agency.desk_name, agency.desk_accent, agency.desk_logo_url, agency.desk_host or "")


def choose_look(*, agency: Agency, look: Look) -> bool:
    """Let the desk look so from the next page on; False if it did. Raises LookRefused."""
    wanted = checked(look)
    if look_of(agency) == wanted:
        return False
    agency.desk_name, agency.desk_accent = wanted.name, wanted.accent
    agency.desk_logo_url, agency.desk_host = wanted.logo_url, wanted.host or None
    fields = ["desk_name", "desk_accent", "desk_logo_url", "desk_host"]
    try:
        with transaction.atomic():
            agency.save(update_fields=fields)
    except IntegrityError as error:
        raise LookRefused(_("This address belongs to another agency here.")) from error
    return True


def checked(look: Look) -> Look:
    """The look as it is kept. Raises LookRefused."""
    name = " ".join(look.name.split())
    accent, host = look.accent.strip().lower(), look.host.strip().lower()
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise LookRefused(_("A name has at most %(most)d letters.") % {"most": LONGEST_NAME})
    if accent and not _COLOUR.fullmatch(accent):
        raise LookRefused(_("Write the colour as #11657a."))
    if accent and contrast(accent, "#ffffff") < LEAST_CONTRAST:
        words = _("White words on %(colour)s are hard to read: choose a darker colour.")
        raise LookRefused(words % {"colour": accent})
    if host and not _HOST.fullmatch(host):
        raise LookRefused(_("Write the address as desk.agency.example, without https://."))
    logo = look.logo_url.strip()
    if logo and not logo.startswith(f"{settings.NOTIFYHUB_PICTURES_URL}/"):
        raise LookRefused(_("Choose a logo from the pictures of the agency."))
    return Look(name, accent, logo, host)


def scale(accent: str) -> dict[str, str]:
    """The shades that the desk is drawn with, from one colour: lighter ones for dark pages."""
    mixes = {50: 0.93, 100: 0.84, 200: 0.68, 300: 0.48, 400: 0.28, 500: 0.1}
    darker = {700: 0.18, 800: 0.38, 900: 0.54, 950: 0.7}
    shades = {str(step): _mixed(accent, "#ffffff", share) for step, share in mixes.items()}
    shades["600"] = accent
    shades |= {str(step): _mixed(accent, "#000000", share) for step, share in darker.items()}
    return shades


def on_dark(accent: str, ground: str = "#141b1e") -> str:
    """The colour, as light as it must be to be read on a dark page."""
    share = 0.0
    while contrast(_mixed(accent, "#ffffff", share), ground) < LEAST_CONTRAST and share < 1:
        share += 0.05
    return _mixed(accent, "#ffffff", share)


def contrast(one: str, other: str) -> float:
    """As WCAG counts it: 1 for equal colours, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
