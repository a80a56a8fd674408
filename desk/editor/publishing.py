"""From the editor to the buyers: at once, at a time to come, or not after all."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from desk.editor.doors import NotUnderstood, Opened, door, open_template, read_json, text_of
from desk.editor.state import saved_state
from templates_app import publishing


@door("POST", edits=True)
def publish(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Publish the saved draft; `at`: later; `cancel`: take a publication to come back.

    `version` is the draft that was looked at: what somebody saved since then is not published.
    """
    sent = read_json(request)
    template, now = opened.template, timezone.now()
    if sent.get("cancel") is True:
        publishing.cancel_publication(template=template)
    elif sent.get("version") != template.version:
        raise NotUnderstood(_("The draft was changed since you looked at it. Look again."))
    else:
        actor, note = opened.actor.label, text_of(sent, "note")
        at = _time(text_of(sent, "at", 40))
        if at is None:
            publishing.publish_template(template=template, actor=actor, now=now, note=note)
        else:
            publishing.schedule_publication(
                template=template, at=at, actor=actor, now=now, note=note
            )
    return JsonResponse(saved_state(open_template(request, template.pk)))


def _time(text: str) -> datetime | None:
    """A time as a form gives it, in the agency's zone; None for no time."""
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise NotUnderstood(_("Give the time as a date and an hour."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)
