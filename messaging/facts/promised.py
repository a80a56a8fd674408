"""What the buyer is promised now, and what was said before it became later."""

from collections.abc import Sequence
from typing import Any

from messaging.subjects import Subject
from shipping.models import Cause, Promise

Values = dict[str, Any]


def promise_values(promises: Sequence[Promise], subject: Subject | None) -> Values:
    """`promises` are all of an order's, newest first. Nothing of what has arrived."""
    if not promises or promises[0].settled_at:
        return {}
    current, last = promises[0], promises[0].to_on
    if last is None:
        return {}
    said = {"from_on": (current.from_on or last).isoformat(), "to_on": last.isoformat()}
    if current.ships_by_on and not current.shipped_at:
        said["ships_by_on"] = current.ships_by_on.isoformat()
    before = _before(promises, subject)
    if before and before.to_on and before.to_on < last:
        was_first = before.from_on or before.to_on
        said["was_from_on"] = was_first.isoformat()
        said["was_to_on"] = before.to_on.isoformat()
    return {"notifyhub": {"promise": said}}


def _before(promises: Sequence[Promise], subject: Subject | None) -> Promise | None:
    """What stood before the promise that a mail is about, or before the present one.

    Who changed the order knows that it takes longer.
    """
    about = promises[0]
    if isinstance(subject, Promise):
        about = next((each for each in promises if each.pk == subject.pk), about)
    elif about.cause == Cause.EDITED:
        return None
    return next((each for each in promises if each.version < about.version), None)
