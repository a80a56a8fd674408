"""Refusals that a caller should handle: said to a person, answered as a 409 problem by the API."""


class DomainError(Exception):
    """A deed was refused. Subclasses stand beside the verb that raises them.

    `code` is stable and machine-readable; `str(error)` says what happened and what to do.
    """

    code = "refused"
