"""What tests of audits share. The caller stands inside `every_store`."""

from datetime import UTC, datetime, timedelta

from stores.models import Agency, Store
from templates_app import audit_opening
from templates_app.models import Audit, Brand, Template
from tests.factories.templates_app import make_confirmation

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


def make_audited(store: Store) -> Template:
    """The agency's confirmation, made just now, with no change of brand to be looked at."""
    made = make_confirmation(store.agency)
    Template.objects.update(created_at=NOW, changed_at=NOW)
    Brand.objects.update(to_audit=[])
    return made


def by_calendar(agency: Agency, days: int) -> int:
    return audit_opening.open_by_calendar(agency=agency, now=NOW + timedelta(days=days))


def items_of(audit: Audit) -> dict[str, str]:
    return {one["item"]: one["state"] for one in audit.checklist}
