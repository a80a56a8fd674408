"""Who tells the buyers of a store about one kind of thing: we, Shopify, or nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from messaging.models import DeliveryMode
from messaging.states import Mode
from stores.models import Store
from templates_app import catalogue
from templates_app.data import NotificationKind


class NothingToSend(DomainError):
    """We have no words for this kind, so nobody can choose who sends it."""

    code = "kind-without-words"


def kinds() -> list[NotificationKind]:
    """The kinds that have words of ours, and so a sender to choose."""
    return [kind for kind in NotificationKind if catalogue.kind_words(kind)]


@transaction.atomic
def set_delivery_mode(
    *, store: Store, kind: str, mode: Mode, actor: str, now: datetime
) -> DeliveryMode:
    """Say who tells a store's buyers about this kind, of what is decided from now on.

    What is planned, held or decided already stays as it is. To say the same again changes nothing,
    neither who said it nor when. Raises NothingToSend.
    """
    if kind not in kinds():
        raise NothingToSend(gettext("There are no words for messages of this kind yet."))
    said = {"mode": mode, "actor": actor[:254], "changed_at": now}
    row, is_new = DeliveryMode.objects.get_or_create(store=store, kind=kind, defaults=said)
    others = DeliveryMode.objects.filter(pk=row.pk).exclude(mode=mode)
    if not is_new and others.update(**said):
        row.refresh_from_db()
    return row
