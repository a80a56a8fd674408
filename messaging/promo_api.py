"""Pools of discount codes for programs: what is left in each, and more codes for them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import listing, promo_pools
from messaging.models import PromoPool
from messaging.promo_pools import CODE_CHARACTERS, MOST_CODES, NAME_CHARACTERS, Stock
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import StoreFilters
from stores.roles import Verb


class PromoPoolOut(serializers.Serializer[PromoPool]):
    """Discount codes of one store, given out one a mail."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    name = serializers.CharField(help_text="What a promotion block names")
    left_count = serializers.SerializerMethodField()
    given_count = serializers.SerializerMethodField()
    created_at = UtcTime()
    created_by = serializers.CharField(help_text="Empty: a mail asked for it")
    missed_at = UtcTime(
        allow_null=True, help_text="When a mail last found it empty; null: it has codes since"
    )

    @extend_schema_field(StoreRefOut)
    def get_store(self, pool: PromoPool) -> dict[str, str]:
        return store_ref(self.context, pool.store_id)

    def get_left_count(self, pool: PromoPool) -> int:
        return self._stock(pool).left_count

    def get_given_count(self, pool: PromoPool) -> int:
        return self._stock(pool).given_count

    def _stock(self, pool: PromoPool) -> Stock:
        stock: Stock = self.context["stock_of"](pool)
        return stock


class FilledOut(serializers.Serializer[Any]):
    """The pool as it is now, and what came of the codes."""

    pool = PromoPoolOut()
    added_count = serializers.IntegerField()
    known_count = serializers.IntegerField(help_text="Passed over: the store had them already")


class PromoPoolIn(Strict):
    store = serializers.UUIDField()
    name = serializers.CharField(max_length=NAME_CHARACTERS)
    codes = serializers.ListField(
        child=serializers.CharField(max_length=CODE_CHARACTERS),
        min_length=1,
        max_length=MOST_CODES,
        help_text="As made in Shopify; case does not tell them apart",
    )


POOL_EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "name": "Autumn 2026",
    "left_count": 480,
    "given_count": 20,
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
    "missed_at": None,
}


class PromoPools(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": StoreFilters, "POST": Query}
    keyset: ClassVar = Keyset("promo-pools", ("created_at", "id"))

    def serializer_context(self) -> Mapping[str, Any]:
        # The list's serializer is made first, and asked only when the rows are there.
        return {**super().serializer_context(), "stock_of": lambda pool: self._stock[pool.pk]}

    @described(
        "promo_pools_list",
        "List pools of discount codes",
        out=page_of(PromoPoolOut),
        example=page_example(POOL_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Pools of the stores that the key reaches, newest first, with what is left in each."""
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[PromoPool]:
            rows = listing.promo_pools(store_ids=store_ids, before=position, limit=limit)
            self._stock = promo_pools.stock_of(rows)
            return rows

        return self.listed(PromoPoolOut, fetch, keyset=self.keyset)

    @described(
        "promo_pools_fill",
        "Add discount codes to a pool",
        body=PromoPoolIn,
        out={200: FilledOut, 201: FilledOut},
        body_example={
            "store": POOL_EXAMPLE["store"]["id"],  # type: ignore[index]  # a dict of many kinds
            "name": "Autumn 2026",
            "codes": ["K7QM-2XV9", "P4TD-8WN2"],
        },
        example={"pool": POOL_EXAMPLE, "added_count": 2, "known_count": 0},
    )
    def post(self, request: Request) -> Response:
        """Add codes to the store's pool of that name. 201: it is new. 200: it was there.

        Codes that the store has already are passed over, so that a repeated call adds nothing.
        409 `promo-pool-refused`.
        """
        wanted = self.read_body(request, PromoPoolIn)
        (store_id,) = self.stores_named(wanted["store"])
        store = next(one for one in self.actor.stores if one.pk == store_id)
        filled = promo_pools.fill_pool(
            store=store,
            name=wanted["name"],
            codes=wanted["codes"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        self._stock = promo_pools.stock_of([filled.pool])
        return self.shown(FilledOut, filled, status=201 if filled.is_new else 200)
