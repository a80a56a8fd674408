"""Send a test of the draft to a colleague, or to myself."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import locales as tags
from common.errors import DomainError
from desk.editor.doors import Opened, door, read_json, text_of
from desk.editor.orders import values_of
from desk.editor.reading import read_draft
from desk.throttling import may_once_more
from messaging.test_sending import Colleague, Trial, send_test
from stores.models import Membership, Store, User
from templates_app import trying

AN_HOUR: Final = 60


class TestedTooOften(DomainError):
    """A person had their share of tests for this hour."""

    code = "tested-too-often"


class NothingToTest(DomainError):
    """The draft cannot be rendered as it stands."""

    code = "nothing-to-test"


def colleagues(opened: Opened) -> list[User]:
    """Who may read a test: members of the agency with that store who chose their password. 1 query.

    A password is chosen behind a link of one's own, so that the address is somebody's we know.
    """
    if not opened.may_edit:
        return []
    rows = Membership.objects.filter(agency_id=opened.actor.agency_id, user__is_active=True)
    members = rows.select_related("user").order_by("user__name", "user__pk")
    return [
        member.user
        for member in members[:500]
        if member.user.has_usable_password() and _has_store(member, opened.store)
    ]


@door("POST", edits=True)
def send(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The unsaved draft with the chosen values, in the chosen language."""
    sent = read_json(request)
    reader = next((u for u in colleagues(opened) if str(u.pk) == text_of(sent, "to", 20)), None)
    if reader is None:
        raise Http404
    if not may_once_more(f"test|{opened.actor.user_id}", most=AN_HOUR, seconds=3600):
        raise TestedTooOften(
            _("You have sent %s tests within an hour. Look at the preview meanwhile.") % AN_HOUR
        )
    values = values_of(opened, sent)
    store = values.store or next(iter(opened.stores), None)
    if store is None:
        raise NothingToTest(_("Connect a store first: a test is sent by a store's sender."))
    draft = read_draft(opened, sent)
    locale = tags.normal(text_of(sent, "locale", 35)) or opened.leading
    tried = trying.try_draft(draft, locale=locale, brand=values.brand, context=values.context)
    if tried.mail is None:
        why = tried.complaints[0].message if tried.complaints else ""
        raise NothingToTest(_("The mail cannot be made as it stands: %s") % why)
    message = send_test(
        store=store,
        trial=Trial(kind=opened.template.kind, mail=tried.mail, order=values.order),
        to=Colleague(name=reader.get_full_name(), address=reader.email),
        actor=opened.actor.label,
        now=timezone.now(),
    )
    link = reverse("admin:messaging_message_change", args=[message.pk])
    words = _("The test is on its way to %s.") % reader.email
    return JsonResponse({"words": words, "link": link})


def _has_store(member: Membership, store: Store | None) -> bool:
    return member.has_all_stores or (store is not None and store.pk in member.store_ids)
