"""Published words for tests. The caller stands inside a scope of the agency."""

from django.utils import timezone

from stores.models import Agency
from templates_app import services
from templates_app.data import NotificationKind
from templates_app.models import Template


def make_confirmation(agency: Agency) -> Template:
    """The agency's default order confirmation, published."""
    return services.ensure_default_template(
        agency=agency, kind=NotificationKind.ORDER_CONFIRMATION, now=timezone.now()
    )
