"""What a message is about beside its order: one row, named in the message's `about`."""

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


def subject_of(about: str) -> Subject | None:
    """The row it names, within the open scope: one statement. None if it names none, or is gone."""
    name, _, rest = about.partition(":")
    number = rest.partition(":")[0]
    model = _ROWS.get(name)
    if model is None or not number.isascii() or not number.isdigit():
        return None
    return model.objects.filter(pk=int(number)).first()
