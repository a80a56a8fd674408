"""What a message is about beside its order: one row, named in the message's `about`."""

from collections.abc import Iterable

from messaging.models import Message
from orders.data import Forgotten
from orders.models import Checkout, DraftOrder, Fulfilment, GiftCard, OrderEdit, Refund

Subject = Fulfilment | Refund | OrderEdit | Checkout | DraftOrder | GiftCard

_NAMES: dict[type[Subject], str] = {
    Fulfilment: "fulfilment",
    Refund: "refund",
    OrderEdit: "edit",
    Checkout: "checkout",
    DraftOrder: "draft",
    GiftCard: "gift_card",
}
_ROWS = {name: model for model, name in _NAMES.items()}


def about_of(subject: Subject, *, news: str = "") -> str:
    """How a message's `about` names the row; `news` tells apart what is said of it repeatedly."""
    name = f"{_NAMES[type(subject)]}:{subject.pk}"
    return f"{name}:{news}"[:64] if news else name


def abouts_of(who: Forgotten) -> list[str]:
    """How messages that belong to no order name what these people left or were given."""
    named: dict[type[Subject], list[int]] = {
        Checkout: who.checkout_ids,
        DraftOrder: who.draft_ids,
        GiftCard: who.gift_card_ids,
    }
    return [f"{_NAMES[model]}:{pk}" for model, numbers in named.items() for pk in numbers]


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
