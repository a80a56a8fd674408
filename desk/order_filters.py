"""Drop-downs above the list of orders: where they stand, for how long, and the archive."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.filters import Choice
from orders.archiving_many import aged
from orders.funnel import AGE_WORDS, AGES
from orders.models import Order
from orders.stages import OPEN, STAGE_OF, STEPS, Stage, Step
from stores import keyset_admin

ALL: Final = "all"
AWAY: Final = "1"
WAITING: Final = "WAITING"  # for money or goods: what should not take long


class StageFilter(Choice):
    """At this stage, or this step of one. See Note [What no index finds] in keyset_admin.py."""

    is_few = False
    is_sparse = False
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.sees_archive = sees_archive(request)
        found: list[tuple[str, Any]] = [(WAITING, _("Payment or fulfilment"))]
        for stage, steps in STEPS.items():
            found.append((stage.value, stage.label))
            found += [(step.value, f"– {step.label}") for step in steps]
        return found

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        steps = _steps(chosen)
        is_open = STAGE_OF[steps[0]] in OPEN and not self.sees_archive
        if is_open:
            rows = Order.objects.filter(_IS_OPEN, step__in=steps).values_list("pk", flat=True)
            few = list(rows[: keyset_admin.FEW + 1])
            self.is_few = len(few) <= keyset_admin.FEW
            if self.is_few:
                return queryset.filter(pk__in=few)
        self.is_sparse = True
        return queryset.filter(step__in=steps)


class AgeFilter(Choice):
    """Open orders that came so long ago where they stand now."""

    is_sparse = False
    title = _("for how long")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.now = timezone.now()
        return list(AGE_WORDS.items())

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        self.is_sparse = True
        age = next(each for each in AGES if each.code == chosen)
        return queryset.filter(aged(age.bounds(self.now)))


class ArchiveFilter(Choice):
    """Without what is put away, unless one asks for it or searches."""

    title = _("archive")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.is_searched = is_searched(request)
        return [(AWAY, _("Archived")), (ALL, _("Archived and not"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() or self.is_searched:
            return super().queryset(request, queryset)
        return queryset.filter(archived_at=None)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(archived_at__isnull=False) if chosen == AWAY else queryset


def _steps(chosen: str) -> tuple[Step, ...]:
    if chosen == WAITING:
        return (*STEPS[Stage.PAYMENT], *STEPS[Stage.FULFILMENT])
    return STEPS[Stage(chosen)] if chosen in Stage else (Step(chosen),)


_IS_OPEN: Final = Q(archived_at=None, stage__in=OPEN)


def is_searched(request: HttpRequest) -> bool:
    return bool(request.GET.get("q", "").strip())


def sees_archive(request: HttpRequest) -> bool:
    return is_searched(request) or request.GET.get("archived", "") in (ALL, AWAY)
