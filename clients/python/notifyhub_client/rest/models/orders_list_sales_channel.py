from typing import Literal, cast

OrdersListSalesChannel = Literal[
    "AMAZON",
    "API",
    "DRAFT",
    "EBAY",
    "FACEBOOK",
    "GOOGLE",
    "INSTAGRAM",
    "ONLINE",
    "OTHER",
    "POS",
    "SHOP",
    "SUBSCRIPTION",
    "TIKTOK",
]


def check_orders_list_sales_channel(value: str) -> OrdersListSalesChannel:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(OrdersListSalesChannel, value)
