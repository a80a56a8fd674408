"""Our app as Shopify knows it, and what Shopify signs with its secret."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass
class App:
    """As in the Partner Dashboard."""

    client_id: str = "played-client-id"
    secret: str = "shpss_played_secret"
    redirect_urls: tuple[str, ...] = ()  # empty: any

    def signed_query(self, said: dict[str, str]) -> str:
        """As Shopify sends people to us: hmac over the sorted rest, in hexadecimal."""
        message = urlencode(sorted(said.items()))
        mark = hmac.new(self.secret.encode(), message.encode(), hashlib.sha256).hexdigest()
        return urlencode({**said, "hmac": mark})

    def body_mark(self, body: bytes) -> str:
        """As a webhook is signed."""
        mark = hmac.new(self.secret.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(mark).decode()

    def session_token(self, shop_domain: str, *, lives: float = 60, **claims: Any) -> str:
        """As App Bridge gives it to an embedded page: a JWT, HS256."""
        now = int(time.time())
        said = {
            "iss": f"https://{shop_domain}/admin",
            "dest": f"https://{shop_domain}",
            "aud": self.client_id,
            "sub": "1",
            "exp": now + int(lives),
            "nbf": now - 1,
            "iat": now - 1,
            "jti": f"{time.time_ns()}",
            "sid": "played-session",
            **claims,
        }
        head = _part({"alg": "HS256", "typ": "JWT"})
        signed = f"{head}.{_part(said)}"
        return f"{signed}.{_mark(self.secret, signed)}"

    def read_session_token(self, token: str) -> dict[str, Any] | None:
        """Its claims; None if it is not ours, or not of now."""
        signed, _, mark = token.rpartition(".")
        if not hmac.compare_digest(_mark(self.secret, signed).encode(), mark.encode()):
            return None
        payload = signed.partition(".")[2]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        is_of_now = claims.get("nbf", 0) <= time.time() < claims.get("exp", 0)
        is_ours = claims.get("aud") == self.client_id
        return dict(claims) if is_of_now and is_ours else None


def _part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _mark(secret: str, signed: str) -> str:
    mark = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mark).rstrip(b"=").decode()
