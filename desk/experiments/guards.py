"""What must not become worse, in words."""

from typing import Final

from django.utils.translation import gettext as _

from desk.experiments.figures import decimal, grouped
from templates_app.models import Guardrail

ALARM: Final = 20


def harm_sentence(guardrail: str) -> str:
    """A sentence that names `arm` and `control`."""
    return {
        Guardrail.COMPLAINED: _(
            "%(arm)s does harm: it is marked as spam more often than %(control)s."
        ),
        Guardrail.UNSUBSCRIBED: _(
            "%(arm)s does harm: more people leave marketing than with %(control)s."
        ),
        Guardrail.TRACKING_OFF: _(
            "%(arm)s does harm: more people turn tracking off than with %(control)s."
        ),
        Guardrail.BOUNCED: _("%(arm)s does harm: it comes back more often than %(control)s."),
        Guardrail.REFUNDED: _(
            "%(arm)s does harm: more orders are refunded or cancelled than with %(control)s."
        ),
        Guardrail.NOT_RENDERED: _("%(arm)s does harm: it cannot be rendered for some buyers."),
        Guardrail.LATE: _("%(arm)s does harm: it is sent late more often than %(control)s."),
        Guardrail.ASKED_HELP: _(
            "%(arm)s does harm: more people ask for help than with %(control)s."
        ),
    }.get(Guardrail(guardrail), _("%(arm)s does harm."))


def evidence(value: float) -> str:
    """`0.6`; from a hundred on without decimals, and above a million only that."""
    if value >= 1_000_000:
        return "> " + grouped(1_000_000)
    return decimal(value, 1 if value < 100 else 0)
