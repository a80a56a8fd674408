"""What belongs to an agency, or to one of its stores where that differs."""

from django.db import models

from stores.owned import AgencyOwned


class AgencyOrStoreOwned(AgencyOwned):
    """`store` is null for what the agency made for all its stores."""

    store = models.ForeignKey(
        "stores.Store", models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )

    class Meta:
        abstract = True
