"""Which URLs may be called at all, told from their text alone: no name server is asked.

# Note [One reading of a URL]
Libraries read odd URLs differently: one drops a tab, another turns a backslash or a full-width
digit into something else, a third calls 0x7f.1 an address. What is checked must be what is called,
so anything that could be read in two ways is refused, and what is called is the text returned here.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext

from common.errors import DomainError
from common.outgoing.addresses import is_public

LONGEST_URL: Final = 2000
_WHOLE: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^#]*)(?:#.*)?\Z")
_AUTHORITY: Final = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]]*))(?::([0-9]*))?\Z")
_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_TOP: Final = re.compile(r"(xn--[a-z0-9-]{1,59}|[a-z]{2,63})\Z")
_NUMBER: Final = re.compile(r"([0-9]+|0x[0-9a-f]*)\Z")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
# Names that a network gives out for itself, or that no public name server knows.
_OWN_NAMES: Final = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "arpa",
    "onion",
    "alt",
)
# All that RFC 3986 lets stand in a path and a query, and the sign of what is escaped already.
_KEPT: Final = "/?:@!$&'()*+,;=-._~%"


class AddressRefused(DomainError):
    """Nothing is called there: the URL is malformed, or leads where no stranger may lead us."""

    code = "address-refused"


def private_is_fine() -> bool:
    """Whether private addresses and plain http pass: where the product is tried out, and tests."""
    return bool(settings.NOTIFYHUB_PRIVATE_SERVICES)


def check_url(
    url: str, *, schemes: tuple[str, ...] = ("https",), ports: tuple[int, ...] = (443, 8443)
) -> str:
    """The URL as it is called. Raises AddressRefused, whose words say what to write instead."""
    scheme, authority, rest = _parts(url)
    is_lax = private_is_fine()
    if scheme not in (*schemes, "http") or (scheme == "http" not in schemes and not is_lax):
        raise AddressRefused(
            gettext("The URL has to begin with %(scheme)s://.") % {"scheme": schemes[0]}
        )
    host, port = _host_and_port(authority)
    port = port or _DEFAULT_PORTS[scheme]
    if port not in ports and not is_lax and not (scheme == "http" and port == 80):
        named = " / ".join(str(each) for each in ports)
        raise AddressRefused(
            gettext("Calls go to port %(ports)s alone, not to %(port)s.")
            % {"ports": named, "port": port}
        )
    _look_at(host)
    written = f"[{host}]" if ":" in host else host
    end = "" if port == _DEFAULT_PORTS[scheme] else f":{port}"
    path = quote(rest, safe=_KEPT)
    return f"{scheme}://{written}{end}{path if path[:1] == '/' else '/' + path}"


def check_host(host: str) -> str:
    """A host as it is called, where no URL is asked for. Raises AddressRefused, as check_url."""
    found, port = _host_and_port(host)
    if port is not None:
        raise AddressRefused(_malformed_host(host))
    _look_at(found)
    return found


def inside(host: str) -> AddressRefused:
    """What is said of a host that leads into a private network."""
    words = gettext(
        "%(host)s leads into a private or reserved network, where nothing is called. Give an "
        "address that the whole internet reaches."
    )
    return AddressRefused(words % {"host": host})


def _is_own_name(host: str) -> bool:
    """Whether a name means something in a network of one's own alone."""
    return any(host == name or host.endswith(f".{name}") for name in _OWN_NAMES)


def _parts(url: str) -> tuple[str, str, str]:
    """Scheme, authority, and what follows. See Note [One reading of a URL]."""
    found = _WHOLE.match(url)
    is_odd = not url.isprintable() or " " in url or "\\" in url or len(url) > LONGEST_URL
    if found is None or is_odd:
        raise AddressRefused(
            gettext(
                "This is no URL that can be called. Write it in full and without spaces, such as "
                "https://hooks.example.com/orders."
            )
        )
    scheme, authority, rest = found.groups()
    if "@" in authority:
        raise AddressRefused(gettext("Take the user name and the password out of the URL."))
    return scheme.lower(), authority, rest


def _host_and_port(authority: str) -> tuple[str, int | None]:
    found = _AUTHORITY.match(authority)
    if found is None:
        raise AddressRefused(_malformed_host(authority))
    literal, name, digits = found.groups()
    if digits and (len(digits) > 5 or digits[0] == "0" or int(digits) > 65535):
        raise AddressRefused(gettext("The URL's port is none."))
    host = _ipv6(literal) if literal is not None else _name(name)
    return host, int(digits) if digits else None


def _ipv6(text: str) -> str:
    try:
        found = IPv6Address(text)
    except AddressValueError:
        raise AddressRefused(_malformed_host(text)) from None
    if found.scope_id is not None:
        raise AddressRefused(_malformed_host(text))
    return str(found)


def _name(text: str) -> str:
    """A name or an IPv4 address, in the one form that all read alike."""
    host = text.lower() if text.isascii() else ""
    labels = host.split(".")
    if _NUMBER.match(labels[-1]):
        # What ends in a number is an address to every library, each with its own arithmetic.
        return _ipv4(host)
    is_single = host == "localhost" and private_is_fine()
    is_name = len(labels) > 1 and len(host) <= 253 and bool(_TOP.match(labels[-1]))
    if not is_single and not (is_name and all(_LABEL.match(label) for label in labels)):
        raise AddressRefused(_malformed_host(text))
    return host


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        raise AddressRefused(_malformed_host(text)) from None


def _look_at(host: str) -> None:
    is_private = _is_own_name(host) or (_is_literal(host) and not is_public(host))
    if is_private and not private_is_fine():
        raise inside(host)


def _is_literal(host: str) -> bool:
    return ":" in host or host.rpartition(".")[2].isdecimal()


def _malformed_host(host: str) -> str:
    words = gettext(
        "“%(host)s” is no host that can be called. Write its full name, such as hooks.example.com; "
        "other letters than a to z in the form xn--…; no dot at its end."
    )
    return words % {"host": host[:100]}
