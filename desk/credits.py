"""Where an order came from and what it is credited to, in sentences for the order's page."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from desk import kinds
from messaging.models import Message
from orders.models import Order
from tracking.attribution.reading import AttributionRead, read_attribution
from tracking.attribution.sources import DIRECT, OURS
from tracking.models import Attribution, OrderSource
from tracking.models.attribution import Model

# Words beside the credit itself; the first message clicked is told only where it is another.
_ASIDE: Final = (Model.ASSISTED, Model.RECOVERED, Model.NH_FIRST)


def sentences(order: Order, now: datetime) -> list[SafeString]:
    """Nothing for an order of which nothing is known. Up to four queries."""
    found = read_attribution(order=order, now=now)
    if found.source is None:
        return []
    said = [*_credited(found), *_source(found.source)]
    if found.credits and not found.is_final:
        until = pieces.moment(found.source.frozen_at, timezone.now())
        said.append(format_html(_("May still change until {}."), until))
    return said


def _credited(found: AttributionRead) -> list[SafeString]:
    by_model = {Model(row.model): row for row in found.credits}
    last = by_model.get(Model.NH_LAST)
    said = [_credit(last)] if last else []
    if found.exclusion and found.source:
        why = found.source.get_exclusion_display()
        said.append(format_html(_("Credited to no message: {}."), why))
    for model in _ASIDE:
        row = by_model.get(model)
        if row is None or (model == Model.NH_FIRST and last and row.message_id == last.message_id):
            continue
        said.append(_aside(model, row))
    if found.opened and not last:
        said.append(
            format_html(_("{} was opened before; opens earn no credit."), _named(found.opened))
        )
    return said


def _credit(row: Attribution) -> SafeString:
    if row.message is None:
        name = kinds.words(row.template.upper())
        return format_html(_("Credited to {}; which mail it was is not known."), _bold(name))
    named = _named(row.message)
    if row.touch_at is None:
        return format_html(_("Credited to {}: the buyer came by its link."), named)
    at = pieces.moment(row.touch_at, timezone.now())
    return format_html(_("Credited to {}, clicked {}."), named, at)


def _aside(model: Model, row: Attribution) -> SafeString:
    if model == Model.ASSISTED:
        return format_html(
            "{}", _("Another visit came later: the message helped, and was not the last.")
        )
    if model == Model.RECOVERED:
        return format_html("{}", _("Recovered: the buyer had been reminded of this checkout."))
    return format_html(_("The first message clicked was {}."), _named(row.message))


def _named(message: Message | None) -> SafeString:
    """The kind of a message, and of which order it was."""
    name = _bold(kinds.words(message.kind if message else ""))
    if message is None or message.order is None:
        return name
    return format_html(_("{} of {}"), name, format_html('<bdi dir="ltr">{}</bdi>', message.order))


def _source(source: OrderSource) -> list[SafeString]:
    if source.source in ("", OURS):
        return []
    if source.source == DIRECT:
        return [format_html("{}", _("The shop was visited directly."))]
    parts = " / ".join(filter(None, (source.source, source.medium, source.campaign)))
    return [format_html(_("Came from {}."), format_html("<bdi>{}</bdi>", parts))]


def _bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)
