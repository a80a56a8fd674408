class UnexpectedStatus(Exception):
    """The server answered with a success that the description does not know."""

    def __init__(self, status_code: int, content: bytes) -> None:
        super().__init__(
            f"Unexpected status {status_code}: {content[:200].decode(errors='replace')}"
        )
        self.status_code = status_code
        self.content = content


__all__ = ["UnexpectedStatus"]
