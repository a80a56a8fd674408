"""Thumbs added up: by the page, and by each mail's kind, template and variant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from common.shares import Share, share_of
from statuspage.models import Feedback
from templates_app.models import Template, Variant

USUAL: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=366)
# Of fewer no share is told: one person more or less would turn it round.
LEAST: Final = 10
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was thought of one thing. `share` is None where too few have said anything."""

    on: str
    kind: str  # "": the page
    template_id: int | None
    template: str  # its name; "" if it is gone or none was ours
    variant_id: int | None
    variant: str  # its label; "" for the words that are no variant's
    good_count: int
    count: int

    @property
    def bad_count(self) -> int:
        return self.count - self.good_count

    @property
    def share(self) -> Share | None:
        return share_of(self.good_count, self.count) if self.count >= LEAST else None


def summary_of(*, store_ids: Iterable[int], since: datetime, until: datetime) -> list[Tally]:
    """Of these stores between two moments, those of which most was said first. Three statements."""
    rows = Feedback.objects.filter(
        store_id__in=list(store_ids), given_at__gte=since, given_at__lt=until
    )
    groups = rows.values_list("on", "kind", "template_id", "variant_id").annotate(
        good=Count("id", filter=Q(is_good=True)), all=Count("id")
    )
    found = list(groups.order_by("-all", "on", "kind", "template_id", "variant_id")[:MOST_ROWS])
    templates = _names(Template, "name", [row[2] for row in found])
    variants = _names(Variant, "label", [row[3] for row in found])
    return [
        Tally(
            on=on,
            kind=kind,
            template_id=template_id,
            template=templates.get(template_id, ""),
            variant_id=variant_id,
            variant=variants.get(variant_id, ""),
            good_count=good,
            count=count,
        )
        for on, kind, template_id, variant_id, good, count in found
    ]


def _names(
    model: type[Template | Variant], column: str, ids: Sequence[int | None]
) -> dict[int | None, str]:
    wanted = {one for one in ids if one is not None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", column))
