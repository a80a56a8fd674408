"""Send a test of the draft to a colleague, or to myself."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import locales as tags
from desk.editor.doors import Opened, door, read_json, text_of
from desk.editor.orders import values_of
from desk.editor.reading import read_draft
from messaging.trials import Colleague, NothingToTest, Trial, check_often, readers, send_test
from stores.models import User
from templates_app import trying


def colleagues(opened: Opened) -> list[User]:
    """Who may read a test: members of the agency with that store who chose their password. 1 query.

    A password is chosen behind a link of one's own, so that the address is somebody's we know.
    """
    if not opened.may_edit:
        return []
    return readers(agency_id=opened.actor.agency_id, store=opened.store)


@door("POST", edits=True)
def send(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The unsaved draft with the chosen values, in the chosen language."""
    sent = read_json(request)
    reader = next((u for u in colleagues(opened) if str(u.pk) == text_of(sent, "to", 20)), None)
    if reader is None:
        raise Http404
    check_often(opened.actor)
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
