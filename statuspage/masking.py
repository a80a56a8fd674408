"""Hides what a link alone must not tell: one recognises one's own, and learns nobody else's."""

DOT = "•"


def mask(text: str, shown: int = 1) -> str:
    """Each word keeps its first letters: `Ingrid Solheim` → `I••••• S••••••`."""
    return " ".join(word[:shown] + DOT * max(len(word) - shown, 2) for word in text.split())


def masked_address(address: dict[str, object] | None) -> tuple[str, ...]:
    """Name and street masked, postcode half, the town in clear; empty lines left out."""
    if not address:
        return ()

    def part(key: str) -> str:
        return str(address.get(key) or "").strip()

    name = part("name") or f"{part('first_name')} {part('last_name')}".strip()
    postcode = part("zip")
    half = postcode[:2] + DOT * max(len(postcode) - 2, 0)
    lines = (mask(name), mask(part("address1"), 2), f"{half} {part('city')}".strip())
    return tuple(line for line in lines if line)


def masked_recipient(recipient: str) -> str:
    """`ingrid@example.com` → `i•••••@example.com`; of a telephone number the last three digits."""
    name, at, domain = recipient.rpartition("@")
    if not at:
        return DOT * max(len(recipient) - 3, 2) + recipient[-3:]
    return f"{name[:1]}{DOT * max(len(name) - 1, 2)}@{domain}"


def masked_email(address: str) -> str:
    """`ingrid@fjell.example` → `i•••••@f•••.example`: a rare domain tells as much as a name, and so
    does how long it is."""
    name, at, domain = address.rpartition("@")
    if not at:
        return masked_recipient(address)
    host, dot, ending = domain.rpartition(".")
    return f"{name[:1]}{DOT * 5}@{(host or domain)[:1]}{DOT * 3}{dot}{ending if dot else ''}"
