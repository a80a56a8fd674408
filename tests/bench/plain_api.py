"""What one would build first: Django REST framework's ModelViewSet over the same tables and fields.

As a decent engineer does: select_related and prefetches, a key
checked against the database as TokenAuthentication does, only the agency's stores. CursorPagination
with an index of its own, or PageNumberPagination, which counts: what most take. Django's usual
middleware, JSON alone, no limit of requests, and a log-in that no row-level security binds: ours
has those to pay for, it has not. Its answers are ours, field by field: the bench compares them.
"""

from django.core.wsgi import get_wsgi_application

get_wsgi_application()

from hashlib import sha256  # noqa: E402 - Django is set up above
from hmac import compare_digest  # noqa: E402 - as above
from typing import Any, ClassVar  # noqa: E402 - as above

from django.contrib.auth.models import AnonymousUser  # noqa: E402 - as above
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - as above
from django.db import connections  # noqa: E402 - as above
from django.db.models import Prefetch  # noqa: E402 - as above
from django.test.utils import override_settings  # noqa: E402 - as above
from django.urls import include, path  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above
from rest_framework import (  # noqa: E402 - as above
    authentication,
    exceptions,
    pagination,
    parsers,
    permissions,
    renderers,
    routers,
    viewsets,
)

from messaging.models import Message  # noqa: E402 - as above
from orders.models import Fulfilment, LineItem, Order, Refund  # noqa: E402 - as above
from stores.models import ApiKey  # noqa: E402 - as above
from tests.bench.plain_shapes import (  # noqa: E402 - as above
    MessageRowSerializer,
    MessageSerializer,
    OrderRowSerializer,
    OrderSerializer,
)

PLAIN = "plain"  # the database alias without a role
MIDDLEWARE = [  # of django-admin startproject
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class KeyAuthentication(authentication.TokenAuthentication):
    """One query for the key and whose it is."""

    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        _, _, lookup, secret = key.split("_", 3)
        rows = ApiKey._base_manager.using(PLAIN).select_related("agency")
        found = rows.filter(lookup=lookup, revoked_at=None).first()
        said = sha256(secret.encode()).digest()
        if found is None or not compare_digest(bytes(found.secret_hash), said):
            raise exceptions.AuthenticationFailed
        if found.expires_at and found.expires_at <= timezone.now():
            raise exceptions.AuthenticationFailed
        return AnonymousUser(), found


class HasKey(permissions.BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return request.auth is not None


class OrdersByCursor(pagination.CursorPagination):
    page_size, page_size_query_param, max_page_size = 50, "limit", 200
    ordering = "-placed_at"


class MessagesByCursor(OrdersByCursor):
    ordering = "-planned_at"


class ByNumber(pagination.PageNumberPagination):
    page_size = 50


class PlainViewSet(viewsets.ModelViewSet[Any]):
    authentication_classes = (KeyAuthentication,)
    permission_classes = (HasKey,)
    renderer_classes = (renderers.JSONRenderer,)
    parser_classes = (parsers.JSONParser,)
    lookup_field = "public_id"
    filters: ClassVar[tuple[str, ...]] = ()

    def own(self, rows: Any) -> Any:
        """Only the agency's, filtered as wanted."""
        rows = rows.filter(store__agency_id=self.request.auth.agency_id)  # type: ignore[union-attr]  # what KeyAuthentication gives
        asked = self.request.query_params
        if "store" in asked:
            rows = rows.filter(store__public_id=asked["store"])
        return rows.filter(**{name: asked[name] for name in self.filters if name in asked})


class OrderViewSet(PlainViewSet):
    pagination_class: Any = OrdersByCursor
    filters = ("financial_state",)

    def get_queryset(self) -> Any:
        rows = self.own(Order._base_manager.using(PLAIN).select_related("store"))
        if self.action == "list":
            return rows.filter(placed_at__isnull=False, archived_at=None).order_by("-placed_at")
        return rows.filter(placed_at__isnull=False).prefetch_related(
            Prefetch("lines", LineItem._base_manager.using(PLAIN).order_by("position")),
            Prefetch("fulfilments", Fulfilment._base_manager.using(PLAIN).order_by("shipped_at")),
            Prefetch("refunds", Refund._base_manager.using(PLAIN).order_by("refunded_at")),
        )

    def get_serializer_class(self) -> Any:
        return OrderRowSerializer if self.action == "list" else OrderSerializer


class MessageViewSet(PlainViewSet):
    pagination_class: Any = MessagesByCursor
    filters = ("state",)

    def get_queryset(self) -> Any:
        rows = Message._base_manager.using(PLAIN)
        if self.action == "list":
            return self.own(rows.select_related("store", "order")).order_by("-planned_at")
        return self.own(rows.select_related("store", "order", "corrects"))

    def get_serializer_class(self) -> Any:
        return MessageRowSerializer if self.action == "list" else MessageSerializer


COMPUTED = {"id", "store", "order", "explanation", "total"}
STORE_COLUMNS = ("store__public_id", "store__name", "store__timezone")
ORDER_COLUMNS = (
    *(name for name in OrderRowSerializer.Meta.fields if name not in COMPUTED),
    *("public_id", "total_minor", "currency"),
)
COLUMNS = (
    *(name for name in MessageRowSerializer.Meta.fields if name not in COMPUTED),
    *("public_id", "run_after", "repeated_at", "order__public_id", "order__name"),
)


class CarefulOrders(OrderViewSet):
    """One who has measured: of each row only the columns that are shown."""

    def get_queryset(self) -> Any:
        return super().get_queryset().only(*ORDER_COLUMNS, *STORE_COLUMNS)


class CarefulMessages(MessageViewSet):
    """As above."""

    def get_queryset(self) -> Any:
        return super().get_queryset().only(*COLUMNS, *STORE_COLUMNS)


class NumberedOrders(OrderViewSet):
    pagination_class = ByNumber


class NumberedMessages(MessageViewSet):
    pagination_class = ByNumber


_router = routers.SimpleRouter()
_router.register("cursor/orders", OrderViewSet, "orders")
_router.register("cursor/messages", MessageViewSet, "messages")
_router.register("careful/orders", CarefulOrders, "careful-orders")
_router.register("careful/messages", CarefulMessages, "careful-messages")
_router.register("number/orders", NumberedOrders, "numbered-orders")
_router.register("number/messages", NumberedMessages, "numbered-messages")
urlpatterns = [path("plain/", include(_router.urls))]


class Handler(WSGIHandler):
    """Django with these paths and that middleware, beside the product in one process."""

    def resolve_request(self, request: Any) -> Any:
        request.urlconf = __name__
        return super().resolve_request(request)


def _made() -> WSGIHandler:
    database = connections["default"].settings_dict
    options = {name: it for name, it in database["OPTIONS"].items() if name != "assume_role"}
    connections.databases[PLAIN] = {
        **database,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": False,
    }
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return Handler()


application = _made()
