"""Findings as JSON: dataclasses by their fields, and null for what nobody can say."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any
from uuid import UUID


def as_json(value: Any) -> Any:
    """What `json` can write: infinite bounds become null, times ISO 8601."""
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return as_json(value._asdict())
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(each) for each in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, UUID) else value
