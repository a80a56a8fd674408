"""The doors of a test that has begun: go on, keep the control, give an arm, other shares."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics import settling
from common.errors import DomainError
from desk.experiments.common import experiment_or_404, needs
from stores.admin_base import actor_of
from stores.roles import Verb
from templates_app import experimenting
from templates_app.assigning import BUCKETS
from templates_app.models import Arm, Experiment


class ArmMissing(DomainError):
    """No variant was chosen."""

    code = "arm-missing"


class SharesUnreadable(DomainError):
    """A share that is no number."""

    code = "shares-unreadable"


def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Freeze what was declared and begin. What stands in the way is said on the form."""
    return _post(request, public_id, _start)


def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of the deeds of the panel."""
    deed = _DEEDS.get(request.POST.get("deed", ""))
    return _post(request, public_id, deed or _keep)


def reweigh(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Other shares, as a new epoch with its reason."""
    return _post(request, public_id, _reweigh)


Deed = Callable[[HttpRequest, Experiment, datetime], str]


def _post(request: HttpRequest, public_id: UUID, deed: Deed) -> HttpResponse:
    experiment = experiment_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    try:
        messages.info(request, deed(request, experiment, timezone.now()))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:experiments_change", public_id)


def _start(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    actor = actor_of(request).label
    experimenting.start_experiment(experiment=experiment, actor=actor, now=now)
    return _("It runs. What was declared is frozen; the first figures follow within minutes.")


def _keep(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    return _("It runs on. Nothing was changed.")


def _keep_control(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    with transaction.atomic():
        if experiment.state == Experiment.State.RAMPING:
            _stop(request, experiment, now)  # a winner that is taken back is decided anew
        _decide(request, experiment, None, now)
    return _("Decided: everybody gets the control. The report is kept.")


def _give(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    arm = _arm(request, experiment)
    _decide(request, experiment, arm, now)
    return _("%(arm)s is being given to everybody. The report is kept.") % {"arm": arm.label}


def _decide(request: HttpRequest, experiment: Experiment, arm: Arm | None, now: datetime) -> None:
    settling.decide(
        experiment=experiment,
        arm=arm,
        because=_because(request),
        actor=actor_of(request).label,
        now=now,
    )


def _stop(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    experimenting.stop_experiment(
        experiment=experiment, actor=actor_of(request).label, why=_because(request), now=now
    )
    return _("Stopped: new buyers get the control. What was given goes on to be counted.")


def _reweigh(request: HttpRequest, experiment: Experiment, now: datetime) -> str:
    names = sorted(name for name in request.POST if name.startswith("share-"))
    epoch = experimenting.change_weights(
        experiment=experiment,
        weights_bp=[_basis_points(request.POST.get(name, "")) for name in names],
        reason=_because(request),
        actor=actor_of(request).label,
        now=now,
    )
    return _("New shares hold from now on, as epoch %(n)s.") % {"n": epoch.number}


def _basis_points(text: str) -> int:
    try:
        share = round(float(text.replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        raise SharesUnreadable(_("Write each share as a number, such as 33.3.")) from None
    return min(max(share, -1), BUCKETS + 1)


def _because(request: HttpRequest) -> str:
    return request.POST.get("because", "").replace("\0", "").strip()[:500]


def _arm(request: HttpRequest, experiment: Experiment) -> Arm:
    said = request.POST.get("arm", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else -1
    arm = Arm.objects.filter(experiment=experiment, number=number).first()
    if arm is None or arm.is_control:
        raise ArmMissing(_("Choose which variant everybody is to get."))
    return arm


_DEEDS: Final[dict[str, Deed]] = {
    "keep": _keep,
    "control": _keep_control,
    "give": _give,
    "stop": _stop,
}
