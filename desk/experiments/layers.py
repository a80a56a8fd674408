"""Which tests occupy which buyers of a store, and who is held out of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from desk.experiments.common import needs, needs_a_view, shown
from desk.experiments.figures import percent
from desk.experiments.said import read_number
from stores.admin_base import actor_of
from stores.models import Store
from stores.roles import Verb
from templates_app import layering
from templates_app.assigning import BUCKETS
from templates_app.models import ExperimentStore, HoldOut

MOST_STORES: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A test's share of the buckets, as per cent of the bar."""

    left: float
    width: float
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Bar:
    layer: str
    parts: list[Part]
    free: str


@dataclass(frozen=True, slots=True)
class StoreRow:
    store: Store
    held_out: str  # in per cent, for the field
    bars: list[Bar]


def page(request: HttpRequest) -> HttpResponse:
    """Each store and its layers. Two queries beside who asks."""
    needs_a_view(request)
    stores = actor_of(request).stores
    shown_stores = stores[:MOST_STORES]
    ids = [store.pk for store in shown_stores]
    shares = dict(HoldOut.objects.filter(store__in=ids).values_list("store", "share_bp"))
    rows = ExperimentStore.objects.filter(store__in=ids, is_active=True)
    active = list(rows.select_related("experiment", "layer").order_by("store", "layer", "pk"))
    return shown(
        request,
        "layers",
        _("Layers and hold-out"),
        rows=[
            StoreRow(
                store,
                f"{shares.get(store.pk, 0) / 100:g}",
                _bars([one for one in active if one.store_id == store.pk]),
            )
            for store in shown_stores
        ],
        hidden_count=len(stores) - len(shown_stores),
    )


def hold_out(request: HttpRequest) -> HttpResponse:
    """The share of one store's buyers who are in no test."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    actor = actor_of(request)
    known: dict[str, Store] = {str(store.pk): store for store in actor.stores}
    store = known.get(request.POST.get("store", ""))
    if store is None:
        raise Http404
    try:
        share = read_number("share", request.POST.get("share", "").strip(), 100)
        layering.set_hold_out(
            store=store, share_bp=round(share or 0), actor=actor.label, now=timezone.now()
        )
        said = {"share": percent((share or 0) / BUCKETS, 1), "store": store.name}
        messages.info(request, _("%(share)s of the buyers of %(store)s are in no test.") % said)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:experiments_layers")


def _bars(rows: Sequence[ExperimentStore]) -> list[Bar]:
    by_layer: dict[str, list[ExperimentStore]] = {}
    for row in rows:
        by_layer.setdefault(row.layer.name, []).append(row)
    return [Bar(name, _parts(of_layer), _free(of_layer)) for name, of_layer in by_layer.items()]


def _parts(rows: Sequence[ExperimentStore]) -> list[Part]:
    return [
        Part(
            row.buckets.lower * 100 / BUCKETS,
            (row.buckets.upper - row.buckets.lower) * 100 / BUCKETS,
            row.experiment.name,
            f"../{row.experiment.public_id}/",
        )
        for row in rows
    ]


def _free(rows: Sequence[ExperimentStore]) -> str:
    taken = sum(row.buckets.upper - row.buckets.lower for row in rows)
    return _("%(share)s free") % {"share": percent(1 - taken / BUCKETS)}
