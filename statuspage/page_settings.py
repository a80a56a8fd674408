"""What a store decides of its page: read, and changed with who did it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging.addresses import mailable, one_line
from statuspage.models import AddressChange, PageSettings
from stores.models import Store

LEAST_DAYS, MOST_DAYS = 30, 3650
MOST_HOURS = 24 * 14


class PageRefused(DomainError):
    """The settings cannot be kept like this; the message says why."""

    code = "page-settings-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoice:
    """What is chosen for one store's page, whole."""

    expires_days: int = 365
    address_change: str = AddressChange.ASKED
    address_hours: int = 2
    tells_old_address: bool = True
    takes_problems: bool = True
    takes_returns: bool = True
    return_days: int = 14
    return_url: str = ""
    answer_days: int = 1
    asks_feedback: bool = True
    contact_email: str = ""
    contact_phone: str = ""
    privacy_url: str = ""

    @classmethod
    def of(cls, row: PageSettings) -> "PageChoice":
        return cls(**{name: getattr(row, name) for name in cls.__slots__})


def settings_of(store_id: int) -> PageSettings:
    """The store's, or the defaults, not saved. One query."""
    return PageSettings.objects.filter(store_id=store_id).first() or PageSettings(store_id=store_id)


@transaction.atomic
def choose_page(*, store: Store, choice: PageChoice, actor: str, now: datetime) -> PageSettings:
    """Keep what the store's page offers. Raises PageRefused, naming what is wrong."""
    _check(choice)
    row = hold_page(store=store)
    if PageChoice.of(row) == choice and row.changed_at:
        return row
    for name, value in asdict(choice).items():
        setattr(row, name, one_line(value, 500) if isinstance(value, str) else value)
    row.changed_at, row.changed_by = now, actor[:254]
    row.save()
    return row


def hold_page(*, store: Store) -> PageSettings:
    """The store's row, changed by nobody else until the transaction ends. Two queries."""
    row, _is_new = PageSettings.objects.get_or_create(store=store)
    return PageSettings.objects.select_for_update().get(pk=row.pk)


def _check(choice: PageChoice) -> None:
    if choice.address_change not in AddressChange.values:
        raise PageRefused(_("Choose what becomes of a new delivery address."))
    _within(choice.expires_days, LEAST_DAYS, MOST_DAYS, _("The page is kept for"))
    _within(choice.address_hours, 0, MOST_HOURS, _("Hours before the goods leave"))
    _within(choice.return_days, 0, 366, _("Days to return goods"))
    _within(choice.answer_days, 1, 30, _("Answers within"))
    if choice.contact_email and not mailable(choice.contact_email):
        raise PageRefused(_("No mail can reach the e-mail address for buyers: correct it."))
    for url in (choice.return_url, choice.privacy_url):
        if url and not is_safe_url(url):
            raise PageRefused(
                _("“%s” is no address of a page: it begins with https://.") % url[:80]
            )


def _within(number: int, least: int, most: int, what: str) -> None:
    if not least <= number <= most:
        said = _("%(what)s: between %(least)s and %(most)s.")
        raise PageRefused(said % {"what": what, "least": least, "most": most})


def is_safe_url(url: str) -> bool:
    """Whether a buyer may be led there: https, with a host, and nobody's name in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_plain = url.isprintable() and not any(sign in url for sign in " \"'<>\\")
    return parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc and is_plain
