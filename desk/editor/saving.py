"""Keeping the draft, its variants, and who has it open."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.editor.doors import NotUnderstood, Opened, door, open_template, read_json, text_of
from desk.editor.reading import read_blocks
from desk.editor.state import saved_state, state_of
from templates_app import drafting


@door("GET", "PUT")
def draft(request: HttpRequest, opened: Opened) -> HttpResponse:
    """GET: the draft as it is kept. PUT: keep the whole draft of one variant."""
    if request.method == "GET":
        return JsonResponse(state_of(opened))
    sent = read_json(request)
    version = sent.get("version")
    if not isinstance(version, int):
        raise NotUnderstood(_("The page did not say which draft it began with. Open it again."))
    drafting.save_draft(
        template=opened.template,
        version=version,
        blocks=read_blocks(sent),
        actor=opened.actor.label,
        now=timezone.now(),
        variant=opened.variant(text_of(sent, "variant", 8)),
    )
    return _now(request, opened)


@door("POST", edits=True)
def variants(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Add a variant by its name, or remove the one whose label is sent."""
    sent = read_json(request)
    removed = text_of(sent, "remove", 8)
    if removed:
        variant = opened.variant(removed)
        if variant is None:
            raise NotUnderstood(_("The template itself cannot be removed, only its variants."))
        drafting.remove_variant(variant=variant)
    else:
        drafting.add_variant(
            template=opened.template, name=text_of(sent, "name", 120), now=timezone.now()
        )
    return JsonResponse(state_of(open_template(request, opened.template.pk)))


@door("POST")
def presence(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Say that I am here, if I may edit; hear who else is, and which version is kept."""
    other = ""
    if opened.may_edit:
        other = drafting.tell_presence(
            template=opened.template, actor=opened.actor.label, now=timezone.now()
        )
    return JsonResponse({"other": other, "version": opened.template.version})


def _now(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The state after a verb: read anew, since it was changed under a lock."""
    return JsonResponse(saved_state(open_template(request, opened.template.pk)))
