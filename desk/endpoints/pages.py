"""The form of an endpoint: a new one, or another address, purpose and events for an old one."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.outgoing.urls import AddressRefused
from desk.endpoints import common, kinds, secrets
from outbound import services
from outbound.data import EndpointWish
from outbound.models import Endpoint
from outbound.services import EndpointBeyondReach, EndpointWrong
from stores.access import Actor
from stores.admin_base import actor_of
from stores.models import Store
from stores.roles import Verb

ALL, SOME = "all", "some"
WHOLE = "agency"


@dataclass(slots=True)
class Said:
    """What stands in the form, right or wrong, and what is wrong, by field."""

    url: str = ""
    description: str = ""
    store: str = WHOLE
    is_test: bool = False
    which: str = ALL
    chosen: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def wish(self) -> EndpointWish:
        chosen = self.chosen if self.which == SOME else ()
        return EndpointWish(url=self.url, description=self.description, kinds=chosen)


def add(request: HttpRequest) -> HttpResponse:
    """A form; then the new endpoint's secret, this once."""
    common.must(request, Verb.MANAGE_ENDPOINTS)
    actor = actor_of(request)
    if request.method != "POST":
        said = Said(store=WHOLE if actor.has_all_stores else "")
        return _form(request, said, None)
    said = _said(request)
    store = _store(said, actor)
    if said.errors:
        return _form(request, said, None)
    try:
        endpoint, secret = services.create_endpoint(
            wish=said.wish, store=store, is_test=said.is_test, actor=actor, now=timezone.now()
        )
    except DomainError as refusal:
        return _refused(request, said, None, refusal)
    return secrets.shown(request, endpoint, secret, is_new=True)


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All but whose it is: events of another store are another endpoint's."""
    endpoint = common.endpoint_of(request, public_id)
    common.must(request, Verb.MANAGE_ENDPOINTS)
    if request.method != "POST":
        return _form(request, _of(endpoint), endpoint)
    said = _said(request)
    if said.errors:
        return _form(request, said, endpoint)
    try:
        services.change_endpoint(endpoint=endpoint, wish=said.wish, now=timezone.now())
    except DomainError as refusal:
        return _refused(request, said, endpoint, refusal)
    messages.info(request, _("Changed. What is sent from now on goes by it."))
    return redirect("admin:endpoints_change", endpoint.public_id)


def _said(request: HttpRequest) -> Said:
    form = request.POST
    said = Said(
        url=form.get("url", "").strip()[:4000],
        description=form.get("description", "").replace("\0", "").strip()[:200],
        store=form.get("store", ""),
        is_test=form.get("is_test") == "on",
        which=SOME if form.get("which") == SOME else ALL,
        chosen=tuple(form.getlist("kinds")[:100]),
    )
    if not said.url:
        said.errors["url"] = _("Say where the other program listens.")
    if said.which == SOME and not said.chosen:
        said.errors["kinds"] = _("Choose at least one event, or all.")
    return said


def _of(endpoint: Endpoint) -> Said:
    return Said(
        url=endpoint.url,
        description=endpoint.description,
        store=str(endpoint.store_id or WHOLE),
        is_test=endpoint.is_test,
        which=SOME if endpoint.kinds else ALL,
        chosen=tuple(endpoint.kinds),
    )


def _store(said: Said, actor: Actor) -> Store | None:
    """Whose events; None for the whole agency, and where nothing was chosen, which is an error."""
    found = next((one for one in actor.stores if str(one.pk) == said.store), None)
    if found is None and said.store != WHOLE:
        said.errors["store"] = _("Choose whose events it gets.")
    return found


def _refused(
    request: HttpRequest, said: Said, endpoint: Endpoint | None, refusal: DomainError
) -> HttpResponse:
    if isinstance(refusal, EndpointWrong):
        said.errors |= refusal.problems
    else:
        fields: dict[type[DomainError], str] = {
            AddressRefused: "url",
            EndpointBeyondReach: "store",
        }
        said.errors[fields.get(type(refusal), "")] = str(refusal)
    return _form(request, said, endpoint)


def _form(request: HttpRequest, said: Said, endpoint: Endpoint | None) -> HttpResponse:
    actor = actor_of(request)
    context: dict[str, Any] = common.context(
        request,
        _("Change") if endpoint else _("New endpoint"),
        endpoint=endpoint,
        said=said,
        groups=kinds.groups(said.chosen),
        stores=actor.stores,
        may_be_whole=actor.has_all_stores,
        has_sandbox=any(store.is_sandbox for store in actor.stores),
        whose=common.whose(endpoint) if endpoint else "",
    )
    status = 422 if said.errors else 200
    return TemplateResponse(request, "desk/endpoints/form.html", context, status=status)
