"""What a message is about beside its order: one row, named in the message's `about`."""

from collections.abc import Iterable

from messaging.models import Message
from orders.data import Forgotten
from orders.models import Checkout, DraftOrder, Fulfilment, GiftCard, OrderEdit, Refund
from shipping.models import Alarm, Parcel, Promise

Subject = (
    Fulfilment | Parcel | Promise | Alarm | Refund | OrderEdit | Checkout | DraftOrder | GiftCard
)

_NAMES: dict[type[Subject], str] = {
    Fulfilment: "fulfilment",
    Parcel: "parcel",
    Promise: "promise",
    Alarm: "alarm",
    Refund: "refund",
    OrderEdit: "edit",
    Checkout: "checkout",
    DraftOrder: "draft",
    GiftCard: "gift_card",
}
MOST_REMINDERS = 3  # of one checkout
_ROWS = {name: model for model, name in _NAMES.items()}


def about_of(subject: Subject, *, news: str = "") -> str:
    """How a message's `about` names the row; `news` tells apart what is said of it repeatedly."""
    name = f"{_NAMES[type(subject)]}:{subject.pk}"
    return f"{name}:{news}"[:64] if news else name


def reminder_of(checkout_id: int, step: int) -> str:
    """How the reminder of that step names its checkout: the first as if there were no others."""
    name = f"{_NAMES[Checkout]}:{checkout_id}"
    return name if step == 1 else f"{name}:{step}"


def reminders_of(checkout_id: int) -> list[str]:
    """How all reminders of a checkout name it."""
    return [reminder_of(checkout_id, step) for step in range(1, MOST_REMINDERS + 1)]


def step_of(about: str) -> int:
    """Which reminder of its checkout a message is, from 1."""
    news = about.partition(":")[2].partition(":")[2]
    return int(news) if news.isascii() and news.isdigit() else 1


def subject_number(about: str) -> int:
    """The number of the row that a message is about; 0: none."""
    return _named(about)[1]


def abouts_of(who: Forgotten) -> list[str]:
    """How messages that belong to no order name what these people left or were given."""
    named: dict[type[Subject], list[int]] = {
        DraftOrder: who.draft_ids,
        GiftCard: who.gift_card_ids,
    }
    others = [f"{_NAMES[model]}:{pk}" for model, numbers in named.items() for pk in numbers]
    return [*(about for pk in who.checkout_ids for about in reminders_of(pk)), *others]


def subject_of(about: str) -> Subject | None:
    """The row it names, within the open scope: one statement. None if it names none, or is gone."""
    model, number = _named(about)
    return model.objects.filter(pk=number).first() if model else None


def subjects_of(messages: Iterable[Message]) -> dict[int, Subject]:
    """What each is about, by the message's id: a statement for each sort of subject.

    For messages of several stores: each finds rows of its own store only.
    """
    wanted: dict[type[Subject], dict[int, list[Message]]] = {}
    for message in messages:
        model, number = _named(message.about)
        if model:
            wanted.setdefault(model, {}).setdefault(number, []).append(message)
    found: dict[int, Subject] = {}
    for model, named in wanted.items():
        for row in _rows(model, list(named)):
            found |= {each.pk: row for each in named[row.pk] if each.store_id == row.store_id}
    return found


def _rows(model: type[Subject], numbers: list[int]) -> Iterable[Subject]:
    """With their customers, where they have any: who composes asks for them."""
    if model is Checkout:
        return Checkout.objects.filter(pk__in=numbers).select_related("customer")
    if model is DraftOrder:
        return DraftOrder.objects.filter(pk__in=numbers).select_related("customer")
    return model.objects.filter(pk__in=numbers)


def _named(about: str) -> tuple[type[Subject] | None, int]:
    name, _, rest = about.partition(":")
    number = rest.partition(":")[0]
    model = _ROWS.get(name)
    if model is None or not number.isascii() or not number.isdigit():
        return None, 0
    return model, int(number)
