"""What may go wrong while talking to Shopify. Whether to ask again is a property of the error."""

from typing import Any


class ShopifyError(Exception):
    """`str(error)` says what happened, for staff; never with a token in it."""


class Away(ShopifyError):
    """Ask again later: Shopify, or the way there, is not well. `wait`: not before so many
    seconds, where Shopify says so."""

    def __init__(self, said: str, wait: float = 0.0) -> None:
        super().__init__(said)
        self.wait = wait


class Throttled(Away):
    """Too much was asked of this shop of late."""


class Refused(ShopifyError):
    """Asking again would change nothing."""


class Disconnected(Refused):
    """The shop does not know our token, or lets it do less than we need."""


class TokenRefused(Disconnected):
    """The shop does not know our token at all."""


def check_user_errors(payload: object) -> None:
    """Raises Refused, in Shopify's words, if a mutation's payload says what was wrong with it."""
    errors: Any = payload.get("userErrors") if isinstance(payload, dict) else None
    if not errors:
        return
    first = errors[0] if isinstance(errors, list) else None
    said = first.get("message") if isinstance(first, dict) else None
    raise Refused(f"Shopify says: {str(said or errors)[:200]}")
