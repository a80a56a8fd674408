"""A dry run as lines of a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from automations.data import DryRun, Tried
from desk.automations import words
from stores.models import Store


@dataclass(frozen=True, slots=True)
class Line:
    """One order, and what would have been done."""

    tried: Tried

    @property
    def steps(self) -> list[str]:
        return [words.step(each) for each in self.tried.steps]

    @property
    def why_not(self) -> str:
        return words.why_not(self.tried.because) if self.tried.because else ""

    @property
    def missed(self) -> Iterator[str]:
        """Which conditions did not hold, and what they saw."""
        for each in self.tried.seen:
            condition, seen, holds = words.seen(each.as_json())
            if not holds:
                yield _("%(condition)s: it was %(seen)s") % {"condition": condition, "seen": seen}


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule asked of a store's last orders."""

    found: DryRun
    store: Store

    @property
    def verdict(self) -> str:
        about = {"n": self.found.would_run_count, "of": len(self.found.tried)}
        said = ngettext(
            "It would have run for %(n)s of the last %(of)s orders.",
            "It would have run for %(n)s of the last %(of)s orders.",
            about["n"],
        )
        return said % about

    @property
    def lines(self) -> list[Line]:
        """Those for which it would have run first, each kind newest first."""
        rows = sorted(self.found.tried, key=lambda each: not each.would_run)
        return [Line(each) for each in rows]
