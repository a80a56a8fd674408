"""Two people at once: strong ETags of what is shown, and the conditions that name them (RFC 9110).

# Note [An ETag is what was seen]
It is a hash of the whole answer, whatever `?fields=` leaves of it: who names it in If-Match says
"only if it still stands as I saw it", also in what other tables add to it. So it needs no counter,
and holds for things that have none.
"""

from hashlib import sha256
from typing import Any

from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer


def etag_of(shown: Any) -> str:
    """The ETag of an answer's whole data, quoted. See Note [An ETag is what was seen]."""
    return f'"{sha256(JSONRenderer().render(shown)).hexdigest()[:32]}"'


def still_fits(if_match: str, etag: str) -> bool:
    """Whether what stands is what If-Match names: weak ETags name nothing."""
    return if_match.strip() == "*" or etag in parse_etags(if_match)


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the client has it already, by If-None-Match: weak ETags will do."""
    known = [each.removeprefix("W/") for each in parse_etags(if_none_match)]
    return if_none_match.strip() == "*" or etag in known
