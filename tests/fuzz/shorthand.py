"""Schemathesis' two words, with the types that they leave open said once."""

from typing import Any, TypeAlias

import schemathesis
from schemathesis.schemas import APIOperation

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
Case: TypeAlias = schemathesis.Case[Operation]
