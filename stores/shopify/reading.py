"""Answers of Shopify's as plain values, whatever else came in their place."""

import re
from datetime import UTC, datetime
from typing import Any


def number_of(gid: object, sort: str) -> int | None:
    """5678 of "gid://shopify/Order/5678"; None for anything else."""
    pattern = rf"gid://shopify/{sort}/(\d{{1,19}})\Z"
    found = re.match(pattern, gid) if isinstance(gid, str) else None
    return int(found[1]) if found else None


def moment(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    return [mapping(each) for each in value] if isinstance(value, list) else []


def text(value: object) -> str:
    return value[:2000] if isinstance(value, str) else ""
