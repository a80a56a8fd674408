"""What staff do from an order's page; each is posted, and leads back to it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from common.errors import DomainError
from desk.forms import ContactForm, NoteForm, TagForm
from messaging import number_correcting
from orders import archiving, contacting, services, shop_notes, tag_changing
from orders.models import Order
from stores.admin_base import actor_of


def add_note(request: HttpRequest, order: Order) -> None:
    actor, form = actor_of(request), NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was noted: write at least a word, at most 4,000."))
        return
    services.add_note(
        order=order,
        author_id=actor.user_id,
        author_name=actor.label,
        text=form.cleaned_data["text"],
        is_for_packers=form.cleaned_data["is_for_packers"],
        now=timezone.now(),
    )
    messages.info(request, gettext("The note stands on the timeline. Only staff see it."))


def add_tag(request: HttpRequest, order: Order) -> None:
    """Nothing need be said of what worked: the tag stands there, and on the timeline."""
    idle = gettext("The order has this tag already.")
    _change_tag(request, order, is_added=True, idle=idle)


def take_tag(request: HttpRequest, order: Order) -> None:
    idle = gettext("The order has no such tag any more.")
    _change_tag(request, order, is_added=False, idle=idle)


def _change_tag(request: HttpRequest, order: Order, *, is_added: bool, idle: str) -> None:
    form = TagForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, gettext("No tag was changed: write at least a letter, at most 255.")
        )
        return
    if not tag_changing.change_tag(
        order=order,
        tag=form.cleaned_data["tag"],
        is_added=is_added,
        actor=actor_of(request).label,
        now=timezone.now(),
    ):
        messages.info(request, idle)


def write_tags_again(request: HttpRequest, order: Order) -> None:
    if tag_changing.write_again(order=order, now=timezone.now()):
        messages.info(request, gettext("Shopify is asked again within seconds."))
    else:
        messages.info(request, gettext("Nothing waits to be written to Shopify."))


def change_shop_note(request: HttpRequest, order: Order) -> None:
    text, label = request.POST.get("text", ""), actor_of(request).label
    if len(text) > shop_notes.LONGEST:
        messages.error(request, gettext("Nothing was changed: write at most 2,000 characters."))
        return
    if not shop_notes.change_shop_note(order=order, text=text, actor=label, now=timezone.now()):
        messages.info(request, gettext("The note says so already."))


def correct_phone(request: HttpRequest, order: Order) -> None:
    said = {name: request.POST.get(name, "").replace("\0", "").strip() for name in ("phone", "why")}
    if not said["why"]:
        messages.error(request, gettext("Nothing was changed: say why, for colleagues."))
        return
    try:
        is_new = number_correcting.correct_number(
            order=order,
            phone=said["phone"][:40],
            actor=actor_of(request).label,
            because=said["why"][:200],
            now=timezone.now(),
            is_customers="is_customers" in request.POST,
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    if not is_new:
        messages.info(request, gettext("The number was so already."))


def archive(request: HttpRequest, order: Order) -> None:
    label, now = actor_of(request).label, timezone.now()
    if archiving.archive_orders(order_ids=[order.pk], actor=label, now=now):
        messages.info(
            request, gettext("Archived. Searching still finds it, and you can take it out again.")
        )
    else:
        messages.info(request, gettext("It was archived already."))


def unarchive(request: HttpRequest, order: Order) -> None:
    label, now = actor_of(request).label, timezone.now()
    if archiving.unarchive_orders(order_ids=[order.pk], actor=label, now=now):
        messages.info(request, gettext("It stands in the lists and stages again."))
    else:
        messages.info(request, gettext("It was not archived."))


def record_contact(request: HttpRequest, order: Order) -> None:
    form, actor = ContactForm(request.POST), actor_of(request)
    if not form.is_valid():
        messages.error(
            request,
            gettext("Nothing was kept: choose the way, and say in a few words what was said."),
        )
        return
    try:
        contacting.record_contact(
            order=order,
            channel=contacting.Channel(form.cleaned_data["channel"]),
            text=form.cleaned_data["text"],
            by=contacting.By(actor.user_id, actor.label),
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    messages.info(request, gettext("What was said stands on the timeline. Only staff see it."))


def move(request: HttpRequest, orders: QuerySet[Any], *, is_archived: bool) -> None:
    """The rows ticked in the list."""
    ids = list(orders.values_list("pk", flat=True)[: archiving.AT_ONCE])
    verb = archiving.archive_orders if is_archived else archiving.unarchive_orders
    count = verb(order_ids=ids, actor=actor_of(request).label, now=timezone.now())
    words = (
        ngettext("%(n)s order is archived.", "%(n)s orders are archived.", count)
        if is_archived
        else ngettext(
            "%(n)s order stands in the lists again.",
            "%(n)s orders stand in the lists again.",
            count,
        )
    )
    messages.info(request, words % {"n": count})
