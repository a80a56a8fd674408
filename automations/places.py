"""Where the feed of Activity ends now."""

from typing import Final

from django.db import connection

_HEAD: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_LAST_ID: Final = 2**63 - 1


def head_of_feed() -> tuple[int, int]:
    """All that is complete lies before it. See Note [Feeds by transaction] in tracking/queries."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        return int(cursor.fetchone()[0]) - 1, _LAST_ID
