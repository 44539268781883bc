"""Problems as the service tells them."""

from __future__ import annotations

from typing import Any


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem in an answer, which is of this status and says so."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


def told(found: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """The code and the place of each error of a problem."""
    return [(one["code"], one["in"], one["line"], one["column"]) for one in found["errors"]]
