"""What goes wrong, as exceptions: by status for `except`, by `code` for decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


class NotifyHubError(Exception):
    """Whatever this package raises."""


class NoAnswer(NotifyHubError):
    """No answer came: not reached, or too late. A write may have happened; send it again."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field, named as `lines.0.quantity`."""

    field: str
    code: str
    message: str


class ApiError(NotifyHubError):
    """The API refused. Decide by `code`, which is stable; `detail` says what to do."""

    def __init__(self, status: int, problem: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        self.status = status
        self.code = str(problem.get("code") or f"http-{status}")
        self.title = str(problem.get("title") or "")
        self.detail = str(problem.get("detail") or "")
        self.errors = tuple(
            FieldError(str(each["field"]), str(each["code"]), str(each["message"]))
            for each in problem.get("errors") or ()
        )
        self.headers = headers
        wrong = "".join(f"\n  {each.field}: {each.message}" for each in self.errors)
        super().__init__(f"{status} {self.code}: {self.detail or self.title}{wrong}")


class NotAuthenticated(ApiError):
    """401: no key, or one that is unknown, revoked or expired."""


class Forbidden(ApiError):
    """403: the key lacks the verb."""


class NotFound(ApiError):
    """404: not there, or not yours."""


class Refused(ApiError):
    """409: a rule of the product says no; `code` says which."""


class Overtaken(ApiError):
    """412: somebody wrote since you read; `headers["etag"]` is how it stands now."""


class Invalid(ApiError):
    """422: `errors` lists each wrong field."""


class RateLimited(ApiError):
    """429, after all tries."""


class ServerError(ApiError):
    """5xx, after all tries."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    401: NotAuthenticated,
    403: Forbidden,
    404: NotFound,
    409: Refused,
    412: Overtaken,
    422: Invalid,
    429: RateLimited,
}


def error_of(response: httpx.Response) -> ApiError:
    """The exception for a refusal whose body has been read; a proxy's page is one as well."""
    try:
        told = response.json()
    except ValueError:
        told = None
    problem = told if isinstance(told, dict) else {"detail": response.text[:500]}
    usual = ServerError if response.status_code >= 500 else ApiError
    kind = _BY_STATUS.get(response.status_code, usual)
    return kind(response.status_code, problem, dict(response.headers))
