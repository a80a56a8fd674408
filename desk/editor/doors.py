"""How each view of the editor begins: whose template it is, who may do what, what was sent."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from templates_app.models import Template, Variant

BODY_BYTES: Final = 2_000_000
FIRST: Final = "A"  # the label of the template itself, beside its variants


class NotUnderstood(DomainError):
    """The script sent what the server does not know."""

    code = "not-understood"


@dataclass(frozen=True, slots=True)
class Opened:
    """A template in an editor, and what whoever opened it may do."""

    template: Template
    actor: Actor
    may_edit: bool
    may_read_orders: bool

    @property
    def store(self) -> Store | None:
        return self.template.store

    @property
    def stores(self) -> tuple[Store, ...]:
        """Those whose orders may be tried: its own, or those of the agency that the actor sees."""
        return (self.template.store,) if self.template.store else self.actor.stores

    @property
    def leading(self) -> str:
        """The language that a buyer reads where a text is missing."""
        return self.template.store.locale if self.template.store else "en"

    def variant(self, label: str) -> Variant | None:
        """None for the template itself. Raises NotUnderstood for a label it does not have."""
        if label in ("", FIRST):
            return None
        found = self.template.variants.filter(label=label).first()
        if found is None:
            raise NotUnderstood(_("This variant is gone. Open the page again."))
        return found


def open_template(request: HttpRequest, template_id: int) -> Opened:
    """404 for what is not there or not the actor's; 403 for who may not see templates."""
    rows = Template.objects.select_related("agency", "store", "base__wording", "publish_wording")
    template = rows.defer("base__wording__sources", "publish_wording__sources").filter(
        pk=template_id
    )
    found = template.first()
    if found is None:
        raise Http404
    if not may(request, Verb.VIEW_TEMPLATES):
        raise PermissionDenied
    actor = actor_of(request)
    # What an agency's template says reaches all its stores.
    is_own = found.store_id is not None
    return Opened(
        template=found,
        actor=actor,
        may_edit=may(request, Verb.EDIT_TEMPLATES) if is_own else actor.publishes_for_all,
        may_read_orders=may(request, Verb.VIEW_ORDERS),
    )


View = Callable[[HttpRequest, Opened], HttpResponseBase]


def door(*methods: str, edits: bool = False) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A view of one template; what a verb refuses comes back as JSON, for a script to show."""

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened_view(request: HttpRequest, template_id: int) -> HttpResponseBase:
            opened = open_template(request, template_id)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if (edits or request.method == "PUT") and not opened.may_edit:
                raise PermissionDenied(_why_not(opened))
            try:
                return view(request, opened)
            except DomainError as refusal:
                return refused(refusal)

        return opened_view

    return wrap


def _why_not(opened: Opened) -> str:
    """Empty: it is their role, which the page of refusals says itself."""
    if opened.store or not opened.actor.may(Verb.EDIT_TEMPLATES):
        return ""
    return _(
        "The agency's words reach all its stores: who sees them all changes and publishes them."
    )


def refused(refusal: DomainError, **more: Any) -> HttpResponse:
    """What went wrong, in words, and the place where it belongs if the verb named one."""
    places = ("key", "field", "complaint", "by", "block", "locale")
    named = {name: getattr(refusal, name) for name in places if hasattr(refusal, name)}
    at = getattr(refusal, "at", None)
    said = {"code": refusal.code, "detail": str(refusal), **named, **more}
    if at is not None:
        said["at"] = at.isoformat()
    place = getattr(refusal, "place", None)
    if place is not None:
        said |= {"line": place.line, "column": place.column, "message": place.message}
    status = 400 if isinstance(refusal, NotUnderstood) else 409
    return JsonResponse(said, status=status)


def read_json(request: HttpRequest) -> Mapping[str, Any]:
    """The object that was sent. Raises NotUnderstood."""
    if len(request.body) > BODY_BYTES:
        raise NotUnderstood(_("That is more than a template can hold."))
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(_("The page sent what we cannot read. Open it again.")) from error
    if not isinstance(sent, dict):
        raise NotUnderstood(_("The page sent what we cannot read. Open it again."))
    return sent


def text_of(sent: Mapping[str, Any], name: str, most: int = 500) -> str:
    """A text of what was sent, cut and without NUL, which Postgres cannot keep."""
    value = sent.get(name)
    return value.replace("\x00", "")[:most] if isinstance(value, str) else ""
