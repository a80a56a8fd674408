"""Buyers in Shopify's JSON: customers, addresses, and whom an order says it is for."""

from common.marking import gettext_noop
from intake.parsing.reading import (
    LONG,
    Body,
    Unparsable,
    code,
    currency,
    email,
    identity,
    line_text,
    mapping,
    moment,
    pairs,
    shopify_id,
    tags_in,
    text,
)
from orders.data import AddressData, BuyerData, CustomerData, DataRequestData, RedactionData

_ADDRESS_FIELDS = AddressData.__slots__


def parse_customer(body: Body) -> CustomerData:
    """The body of customers/*. Raises Unparsable without an id."""
    customer = customer_in(body)
    if customer is None:
        raise Unparsable(gettext_noop("The customer has no id"))
    return customer


def customer_in(value: object) -> CustomerData | None:
    """The customer inside an order or checkout; None where there is none to recognise again."""
    body = mapping(value)
    known_as = identity(body)
    if known_as is None:
        return None
    return CustomerData(
        shopify_id=known_as,
        email=email(body.get("email")),
        phone=line_text(body.get("phone"), 40),
        first_name=line_text(body.get("first_name")),
        last_name=line_text(body.get("last_name")),
        state=code(body.get("state")),
        currency=currency(body.get("currency")),
        changed_at=moment(body.get("updated_at")),
        tags=tags_in(body.get("tags")) if "tags" in body else None,
    )


def address_in(value: object) -> AddressData | None:
    """An address, or None where nothing is said in it."""
    body = mapping(value)
    said = {name: line_text(body.get(name)) for name in _ADDRESS_FIELDS}
    if not any(said.values()):
        return None
    said["name"] = said["name"] or full_name(said["first_name"], said["last_name"])
    return AddressData(**said)


def full_name(first: str, last: str) -> str:
    """As its owner writes it: family name first, and no space, where both are Chinese or Korean."""
    if first and last and all(_is_han_or_hangul(one) for one in (first + last).replace(" ", "")):
        return last + first
    return " ".join(filter(None, (first, last)))


def _is_han_or_hangul(character: str) -> bool:
    # Unicode blocks: CJK Unified Ideographs with extension A, Hangul syllables.
    return "\u3400" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3"


def buyer_of(body: Body) -> BuyerData:
    """Whom an order or checkout is for; any part of it may be missing, null or ""."""
    customer = mapping(body.get("customer"))
    shipping = address_in(body.get("shipping_address"))
    billing = address_in(body.get("billing_address"))
    first, last = line_text(customer.get("first_name")), line_text(customer.get("last_name"))
    named = [(full_name(first, last), last)]
    named += [(address.name, address.last_name) for address in (shipping, billing) if address]
    name, surname = next((pair for pair in named if pair[0]), ("", ""))
    return BuyerData(
        email=email(body.get("email")) or email(body.get("contact_email")),
        phone=line_text(body.get("phone"), 40),
        name=name,
        surname=surname,
        locale=line_text(body.get("customer_locale"), 35),
        customer=customer_in(customer),
        shipping_address=shipping,
        billing_address=billing,
        note=text(body.get("note"), LONG),
        note_attributes=pairs(body.get("note_attributes")),
        has_consent=body.get("buyer_accepts_marketing") is True,
    )


def parse_redaction(body: Body) -> RedactionData:
    """The body of customers/redact. Raises Unparsable when it names nobody.

    A webhook's topic is not signed: an order's body sent under this topic must erase nothing.
    """
    if "orders_to_redact" not in body or "shop_domain" not in body:
        raise Unparsable(gettext_noop("The body asks for no erasure of a customer"))
    customer = mapping(body.get("customer"))
    ids = body.get("orders_to_redact")
    orders = [shopify_id(each) for each in ids[:10_000]] if isinstance(ids, list) else []
    redaction = RedactionData(
        customer_shopify_id=identity(customer),
        email=email(customer.get("email")),
        order_shopify_ids=tuple(sorted({each for each in orders if each})),
    )
    if not (redaction.customer_shopify_id or redaction.email or redaction.order_shopify_ids):
        raise Unparsable(gettext_noop("The redaction names nobody"))
    return redaction


def parse_data_request(body: Body) -> DataRequestData:
    """The body of customers/data_request. Raises Unparsable when it names nobody."""
    if "orders_requested" not in body or "shop_domain" not in body:
        raise Unparsable(gettext_noop("The body asks for no copy of a customer's data"))
    customer = mapping(body.get("customer"))
    ids = body.get("orders_requested")
    orders = [shopify_id(each) for each in ids[:10_000]] if isinstance(ids, list) else []
    request = DataRequestData(
        request_id=identity(mapping(body.get("data_request"))),
        customer_shopify_id=identity(customer),
        email=email(customer.get("email")),
        order_shopify_ids=tuple(sorted({each for each in orders if each})),
    )
    if not (request.customer_shopify_id or request.email or request.order_shopify_ids):
        raise Unparsable(gettext_noop("The request names nobody"))
    return request
