"""The first mail that somebody sends themselves: of the newest order, in the words as published."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from messaging.context import build_context
from messaging.models import Message
from messaging.trials import Colleague, NothingToTest, Trial, check_often, send_test
from orders.models import Order
from stores.access import Actor
from stores.models import Store, User
from templates_app import samples
from templates_app.data import NotificationKind
from templates_app.queries import current_revision, resolved_brand
from templates_app.rendering import CannotRender, render

KIND: Final = NotificationKind.ORDER_CONFIRMATION


def send_first_mail(*, store: Store, to: User, actor: Actor, now: datetime) -> Message:
    """The order confirmation of the store's newest order, else of a sample, to one's own mail.

    Only to who asks, whose address was confirmed. Raises NothingToTest, TestedTooOften,
    CannotBeWrittenTo.
    """
    revision = current_revision(store=store, kind=KIND)
    if revision is None:
        raise NothingToTest(_("Publish the order confirmation first."))
    check_often(actor)
    order = newest_order(store)
    brand = resolved_brand(store).as_context()
    if order is None:
        context = dict(samples.dressed(next(iter(samples.for_kind(KIND).values()))(), brand))
        locale = store.locale
    else:
        context = build_context(order=order, store=store, kind=KIND)
        promo = {"is_allowed": True, "code": samples.SAMPLE_CODE}
        context["notifyhub"] |= {"brand": brand, "promo": promo}
        locale = order.locale or store.locale
    try:
        mail = render(revision=revision, locale=locale, context=context)
    except CannotRender as error:
        raise NothingToTest(_("The mail cannot be made as it stands: %s") % error) from error
    return send_test(
        store=store,
        trial=Trial(kind=KIND, mail=mail, order=order),
        to=Colleague(name=to.get_full_name(), address=to.email),
        actor=actor.label,
        now=now,
    )


def newest_order(store: Store) -> Order | None:
    """One query, by the order list's index."""
    rows = Order.objects.filter(store=store, redacted_at=None).select_related("store", "customer")
    return rows.order_by("-placed_at", "-pk").first()
