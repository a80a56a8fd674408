"""A request to the played Shopify, and what it says back."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.shopify.answers import Json


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def arguments(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def fields(self) -> dict[str, str]:
        """Of the body: a form's, or a JSON object's."""
        text = self.body.decode("utf-8", "replace")
        if "json" not in self.headers.get("content-type", ""):
            return dict(parse_qsl(text, keep_blank_values=True))
        try:
            said: Any = json.loads(text)
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in dict(said).items()}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def json(cls, status: int, said: Json) -> "Reply":
        return cls(status, json.dumps(said).encode(), (("Content-Type", "application/json"),))

    @classmethod
    def html(cls, said: str, status: int = 200) -> "Reply":
        return cls(status, said.encode(), (("Content-Type", "text/html; charset=utf-8"),))

    @classmethod
    def leading_to(cls, url: str) -> "Reply":
        return cls(302, b"", (("Location", url),))
