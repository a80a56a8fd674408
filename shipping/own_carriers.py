"""A store's own carriers: a name, and where its parcels are followed.

The address is a template of one place for the number. It becomes a link in mails and on the buyer's
page, so it must be one that a stranger may be sent to: https, a public host, nothing hidden in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from shipping.carriers import linking, naming
from shipping.models import Carrier
from stores.models import Store

PLACE: Final = "{number}"
MOST_CARRIERS: Final = 200  # of a store
LONGEST_NAME: Final = 100
LONGEST_URL: Final = 500
LONGEST_PHONE: Final = 40
LONGEST_WHO: Final = 254

_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
# The last part of a name that the public net knows: letters, so no address in figures.
_TOP: Final = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}", re.ASCII)
_INWARD: Final = frozenset(
    {"corp", "home", "internal", "intranet", "lan", "local", "localhost", "onion", "private"}
)
_PHONE: Final = re.compile(r"[0-9+()/ .\-]*", re.ASCII)


class CarrierRefused(DomainError):
    """A carrier that cannot be kept; `field` names what is wrong with it."""

    code = "carrier-refused"

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierDraft:
    """An own carrier as somebody wants it."""

    name: str
    url_template: str = ""
    phone: str = ""


@transaction.atomic
def add_carrier(
    *, store: Store, draft: CarrierDraft, actor: str, now: datetime
) -> tuple[Carrier, bool]:
    """Keep a carrier of the store's own, once by its name; False: it stood there already.

    One that was retired comes back, saying what the draft says. Raises CarrierRefused.
    """
    fields = checked(draft)
    Store.objects.select_for_update(no_key=True).only("pk").get(pk=store.pk)
    theirs = Carrier.objects.filter(store=store)
    held = theirs.filter(name__iexact=fields["name"]).first()
    if held is None:
        if theirs.count() >= MOST_CARRIERS:
            words = _(
                "A store has %(most)s own carriers at most: change one that is no longer used."
            )
            raise CarrierRefused(words % {"most": MOST_CARRIERS}, "name")
        made = Carrier.objects.create(
            store=store, created_at=now, created_by=actor[:LONGEST_WHO], **fields
        )
        return made, True
    is_same = all(getattr(held, name) == value for name, value in fields.items())
    if not held.is_retired and not is_same:
        raise CarrierRefused(
            _("There is a carrier of this name already: change it, or give another name."), "name"
        )
    if held.is_retired:
        return _written(held, {**fields, "is_retired": False}), True
    return held, False


@transaction.atomic
def change_carrier(*, carrier: Carrier, draft: CarrierDraft) -> Carrier:
    """Let it say this instead; links of all its parcels follow at once. Raises CarrierRefused."""
    fields = checked(draft)
    Store.objects.select_for_update(no_key=True).only("pk").get(pk=carrier.store_id)
    same = Carrier.objects.filter(store_id=carrier.store_id, name__iexact=fields["name"])
    if same.exclude(pk=carrier.pk).exists():
        raise CarrierRefused(_("Another carrier has this name: give another one."), "name")
    return _written(carrier, fields)


def retire_carrier(*, carrier: Carrier) -> bool:
    """Offer it no longer; its parcels keep it. False: it was retired already."""
    live = Carrier.objects.filter(pk=carrier.pk, is_retired=False)
    return bool(live.update(is_retired=True))


def restore_carrier(*, carrier: Carrier) -> bool:
    """Offer it again. False: it was not retired."""
    retired = Carrier.objects.filter(pk=carrier.pk, is_retired=True)
    return bool(retired.update(is_retired=False))


def checked(draft: CarrierDraft) -> dict[str, str]:
    """The columns of a draft, as they are kept. Raises CarrierRefused."""
    return {
        "name": _checked_name(draft.name),
        "url_template": checked_template(draft.url_template),
        "phone": _checked_phone(draft.phone),
    }


def checked_template(template: str) -> str:
    """The address with its place for the number; "" stays "". Raises CarrierRefused."""
    text = template.strip()
    if not text:
        return ""
    if len(text) > LONGEST_URL:
        words = _("The address has %(long)s signs; %(most)s are the most: take a shorter one.")
        raise _about_url(words % {"long": len(text), "most": LONGEST_URL})
    if not text.isprintable() or " " in text or "\\" in text:
        raise _about_url(_("The address has blanks or signs that no address has: copy it anew."))
    if text.count(PLACE) != 1 or re.search(r"[{}]", text.replace(PLACE, "")):
        words = _(
            "Write %(place)s once, where the tracking number stands in the address, and no other"
            " braces: https://carrier.example/track?id=%(place)s"
        )
        raise _about_url(words % {"place": PLACE})
    _check_host(text)
    return text


def _check_host(text: str) -> None:
    try:
        parts = urlsplit(text)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _about_url(_("This cannot be read as an address: copy it anew.")) from None
    if parts.scheme != "https":
        raise _about_url(_("The address must begin with https://, so that nobody reads along."))
    if PLACE in parts.netloc:
        raise _about_url(_("The number cannot be part of the host: put it behind the first slash."))
    if "@" in parts.netloc:
        raise _about_url(_("Take the user name and password out of the address."))
    try:
        named = host.encode("idna").decode("ascii")
    except UnicodeError:
        named = ""
    labels = named.split(".")
    is_public = (
        len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP.fullmatch(labels[-1])
        and labels[-1] not in _INWARD
        and not named.endswith(".home.arpa")
    )
    if not is_public:
        raise _about_url(
            _("Buyers cannot reach this host: take the carrier's public one (www.carrier.com).")
        )


def _about_url(words: str) -> CarrierRefused:
    return CarrierRefused(words, "url_template")


def _checked_name(name: str) -> str:
    text = " ".join(name.split())
    if not text or not text.isprintable():
        raise CarrierRefused(_("Give the carrier a name that buyers know it by."), "name")
    if len(text) > LONGEST_NAME:
        words = _("The name has %(long)s signs; %(most)s are the most.")
        raise CarrierRefused(words % {"long": len(text), "most": LONGEST_NAME}, "name")
    if not naming.is_named(text):
        raise CarrierRefused(_("“%(name)s” names no carrier.") % {"name": text}, "name")
    code = naming.code_of(text)
    if linking.has_link(code):
        words = _("%(name)s is known already: choose it at the parcel, its link is made by itself.")
        raise CarrierRefused(words % {"name": naming.name_of(code)}, "name")
    return text


def _checked_phone(phone: str) -> str:
    text = phone.strip()
    if len(text) > LONGEST_PHONE or _PHONE.fullmatch(text) is None:
        raise CarrierRefused(
            _("A phone number has figures, blanks and + ( ) - / only, as in +47 22 03 00 45."),
            "phone",
        )
    return text


def _written(carrier: Carrier, fields: Mapping[str, str | bool]) -> Carrier:
    for name, value in fields.items():
        setattr(carrier, name, value)
    carrier.save(update_fields=list(fields))
    return carrier
