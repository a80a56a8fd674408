"""Whether a domain takes mail, asked of the name servers within a deadline."""

from typing import Final

import dns.exception
import dns.resolver

DEADLINE: Final = 2.0  # seconds, for all questions together


class DomainResolver:
    """RFC 5321, 5.1: the MX of a domain, else its own address. RFC 7505: MX "." takes none."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self.asker = dns.resolver.Resolver()
        self.asker.lifetime = deadline / 3

    def takes_mail(self, domain: str) -> bool | None:
        """None when it could not be told in time."""
        try:
            exchanges = self._answer(domain, "MX")
            if exchanges:
                return exchanges != ["."]
            return bool(self._answer(domain, "A") or self._answer(domain, "AAAA"))
        except dns.resolver.NXDOMAIN:
            return False
        except dns.exception.DNSException:
            return None

    def _answer(self, domain: str, kind: str) -> list[str]:
        try:
            found = self.asker.resolve(domain, kind)
        except dns.resolver.NoAnswer:
            return []
        return [str(getattr(line, "exchange", line)) for line in found]
