"""NotifyHub from Python: `hub = NotifyHub("nh_live_…")`, then the functions of `rest.api`.

Below `rest` all is generated from the API's description; the rest of the package is how it behaves.
"""

from notifyhub_client.errors import (
    ApiError,
    FieldError,
    Forbidden,
    Invalid,
    NoAnswer,
    NotAuthenticated,
    NotFound,
    NotifyHubError,
    Overtaken,
    RateLimited,
    Refused,
    ServerError,
)
from notifyhub_client.hub import NotifyHub
from notifyhub_client.webhooks import BadSignature, verify

__version__ = "0.1.0"
__all__ = (
    "ApiError",
    "BadSignature",
    "FieldError",
    "Forbidden",
    "Invalid",
    "NoAnswer",
    "NotAuthenticated",
    "NotFound",
    "NotifyHub",
    "NotifyHubError",
    "Overtaken",
    "RateLimited",
    "Refused",
    "ServerError",
    "verify",
)
