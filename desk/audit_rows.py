"""How audits look on their pages: rows, lines of a checklist, and choices of how often."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from desk import kinds
from stores.models import Agency, Store
from templates_app import audit_opening
from templates_app.audit_checks import in_words
from templates_app.models import Audit, Template

LOOKS: Final = {
    Audit.Worst.OK: ("good", "ok"),
    Audit.Worst.LOOK: ("warn", "alert"),
    Audit.Worst.BAD: ("bad", "fail"),
}
SHOWN_FIELDS: Final = 4
STATES: Final = {"OK": ("good", "ok"), "LOOK": ("warn", "alert"), "BAD": ("bad", "fail")}
# The brand's fields, as its form calls them.
FIELDS: Final = {
    "logo_url": _("logo"),
    "logo_width": _("logo width in pixels"),
    "accent": _("accent colour"),
    "text": _("text colour"),
    "ground": _("ground colour"),
    "font": _("font"),
    "footer": _("footer"),
    "legal": _("legal lines"),
    "contact_email": _("contact e-mail"),
    "website": _("website"),
    "social": _("social links"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An audit as the pages show it."""

    audit: Audit
    today: date

    @property
    def title(self) -> str:
        return kinds.words(self.audit.kind)

    @property
    def where(self) -> str:
        store = self.audit.store
        return store.name if store else gettext("All stores of the agency")

    @property
    def state(self) -> SafeString:
        if self.audit.checked_at is None:
            return pieces.state(gettext("Not looked at yet"), symbol="clock")
        tone, symbol = LOOKS[Audit.Worst(self.audit.worst)]
        return pieces.state(self.audit.get_worst_display(), tone=tone, symbol=symbol)

    @property
    def is_overdue(self) -> bool:
        return self.audit.closed_at is None and self.audit.due_on < self.today

    @property
    def due(self) -> str:
        days = (self.audit.due_on - self.today).days
        if days < 0:
            said = ngettext("%(n)s day overdue", "%(n)s days overdue", -days)
            return said % {"n": -days}
        if days == 0:
            return gettext("Today")
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}

    @property
    def cause(self) -> str:
        about = [str(FIELDS.get(name, name)) for name in self.audit.about.split(", ") if name]
        if len(about) > SHOWN_FIELDS:
            about = [*about[: SHOWN_FIELDS - 1], "…"]
        return ": ".join(filter(None, [self.audit.get_cause_display(), ", ".join(about)]))

    @property
    def checklist(self) -> list[tuple[SafeString, str]]:
        return [line(item) for item in self.audit.checklist]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One choice of how often: of the agency, or of one of its templates."""

    template: Template | None
    chosen: str

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"every-{self.template.pk}" if self.template else "every"

    @property
    def words(self) -> str:
        if self.template is None:
            return gettext("All templates that say nothing else")
        whose = self.template.store.name if self.template.store else gettext("the agency's")
        return f"{kinds.words(self.template.kind)}, {whose}"


def line(item: Any) -> tuple[SafeString, str]:
    """A line of a checklist: its state as a mark, and its words."""
    words = {"OK": gettext("In order"), "LOOK": gettext("Look at it"), "BAD": gettext("Mend it")}
    code = str(item.get("state"))
    tone, symbol = STATES.get(code, ("", "unknown"))
    return pieces.state(words.get(code, code), tone=tone, symbol=symbol), in_words(item)


def rhythms_of(agency: Agency, store: Store | None) -> list[Rhythm]:
    """The agency's default, then its templates and those of that store. Two queries."""
    chosen = audit_opening.rhythms_of(agency.pk)
    owned = Q(store=None) | Q(store=store) if store else Q(store=None)
    templates = Template.objects.filter(owned, agency=agency).select_related("store")
    ordered = sorted(templates, key=lambda one: (one.store.name if one.store else "", one.kind))
    default = chosen.get((None, ""), audit_opening.DEFAULT)
    return [
        Rhythm(None, default),
        *(Rhythm(one, chosen.get((one.store_id, one.kind), "")) for one in ordered),
    ]
