"""How a refusal of the API must look."""

from typing import Any


def refusal(response: Any) -> tuple[int, str]:
    """Status and stable code of a refusal, which is always a whole problem document."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content[:300]
    said = response.json()
    assert {"type", "title", "status", "code", "detail"} <= set(said)
    assert said["status"] == response.status_code
    assert said["detail"]
    return response.status_code, said["code"]
