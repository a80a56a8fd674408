"""If-Match: a write that is done only if the thing still stands as its writer saw it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.conditions import still_fits
from common.api.problems import Problem

if TYPE_CHECKING:
    from stores.api_base import ApiView


def written_if_it_fits(
    view: "ApiView", own: Callable[..., Response], request: Request, *args: Any, **kwargs: Any
) -> Response:
    """What the view's own method answers. Raises Problem where the thing stands otherwise by now.

    The lock that all its writers take is held from the look to the deed, so nobody comes between.
    """
    if_match = request.headers["If-Match"]
    if view.versioned_by is None:
        if if_match.strip() == "*":
            return own(request, *args, **kwargs)
        words = "This has no versions, so no ETag fits it: send the call without `If-Match`."
        raise Problem("precondition-failed", words)
    with transaction.atomic():
        view.lock()
        etag = view.standing()["ETag"]
        if not still_fits(if_match, etag):
            raise Problem("precondition-failed", headers={"ETag": etag})
        return own(request, *args, **kwargs)
