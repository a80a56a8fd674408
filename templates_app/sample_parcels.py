"""Sample orders on their way: parcels, promises, pickup, and what is asked afterwards."""

from typing import Any, Final

from templates_app import sample_orders
from templates_app.sample_orders import Sample, goods

_POSTNORD: Final = "PostNord"
_NUMBERS: Final = ("00370722400123456784", "00370722400123456791", "00370722400123456807")
_STATUS_URL: Final = "https://bestilling.fjelloggarn.example/o/k7Qm2xV9"
_PROMISE: Final = {"from_on": "2026-11-24", "to_on": "2026-11-26"}


def _url(number: str) -> str:
    return f"https://tracking.postnord.com/no/?id={number}"


def _parcel(number: str, state: str, items: list[Any], **more: Any) -> dict[str, Any]:
    url = _url(number) if number else ""
    said = {"number": number, "company": _POSTNORD, "url": url, "state": state, "items": items}
    return {**said, "is_changed": False, "old_number": "", **more}


def _sent(sample: Sample, lines: list[Any], parcels: list[Any], **ours: Any) -> Sample:
    """The sample with these lines in a fulfilment of these parcels."""
    numbers = [each["number"] for each in parcels if each["number"]]
    urls = [each["url"] for each in parcels if each["url"]]
    count = sum(line["quantity"] for line in lines)
    left = [line for line in sample["line_items"] if line not in lines]
    return {
        **sample,
        "fulfillment": {
            "item_count": count,
            "created_at": "2026-11-20T14:31:00+01:00",
            "updated_at": "2026-11-20T14:31:00+01:00",
            "estimated_delivery_at": None,
            "tracking_company": _POSTNORD if numbers else "",
            "tracking_number": numbers[0] if numbers else None,
            "tracking_numbers": numbers,
            "tracking_url": urls[0] if urls else None,
            "tracking_urls": urls,
            "service_name": "",
            "fulfillment_line_items": [
                {"quantity": line["quantity"], "line_item": line} for line in lines
            ],
            "line_items": lines,
            "shipping_address": sample["shipping_address"],
        },
        "fulfillment_status": "partial" if left else "fulfilled",
        "unfulfilled_line_items": left,
        "item_count": sum(line["quantity"] for line in sample["line_items"]),
        "notifyhub": {
            **sample["notifyhub"],
            "parcels": parcels,
            "promise": dict(_PROMISE),
            **ours,
        },
    }


def one_parcel(state: str = "") -> Sample:
    """All in one box."""
    sample = sample_orders.plain()
    lines = sample["line_items"]
    items = [goods(line) for line in lines]
    return _sent(sample, lines, [_parcel(_NUMBERS[0], state, items)])


def three_parcels(state: str = "") -> Sample:
    """One fulfilment in three boxes; nobody says what is in which."""
    sample = sample_orders.rich()
    parcels = [_parcel(number, state, []) for number in _NUMBERS]
    return _sent(sample, sample["line_items"], parcels)


def first_of_two() -> Sample:
    """Some goods wait."""
    sample = sample_orders.plain()
    lines = sample["line_items"][:2]
    return _sent(sample, lines, [_parcel(_NUMBERS[0], "", [goods(line) for line in lines])])


def without_number() -> Sample:
    """Sent as a letter: nothing to follow."""
    sample = sample_orders.plain()
    lines = sample["line_items"]
    parcels: list[Any] = []
    return _sent(sample, lines, parcels)


def right_to_left() -> Sample:
    sample = sample_orders.right_to_left()
    lines = sample["line_items"]
    return _sent(sample, lines, [_parcel(_NUMBERS[0], "", [goods(line) for line in lines])])


def new_number() -> Sample:
    """The parcel was labelled anew."""
    sample = sample_orders.plain()
    lines = sample["line_items"]
    items = [goods(line) for line in lines]
    changed = _parcel(_NUMBERS[1], "", items, is_changed=True, old_number=_NUMBERS[0])
    return _sent(sample, lines, [changed])


def delayed() -> Sample:
    """On its way, and later than promised."""
    sample = one_parcel("delayed")
    sample["notifyhub"]["promise"] = {
        "from_on": "2026-11-27",
        "to_on": "2026-12-01",
        "was_from_on": "2026-11-24",
        "was_to_on": "2026-11-26",
    }
    return sample


def delayed_before_shipping() -> Sample:
    """Not sent yet, and later than promised."""
    sample = sample_orders.plain()
    sample["notifyhub"]["promise"] = {
        "from_on": "2026-12-03",
        "to_on": "2026-12-07",
        "ships_by_on": "2026-12-01",
        "was_from_on": "2026-11-24",
        "was_to_on": "2026-11-26",
    }
    return sample


def ready_for_pickup(*, is_paid: bool = True) -> Sample:
    sample = sample_orders.pickup()
    ours = sample["notifyhub"]
    ours["pickup"]["instructions"] = "Ring på ved siden av butikkdøra etter kl. 16."
    ours["expires_on"] = "2026-12-02"
    if is_paid:
        total = sample["total_price"]
        payment = {
            "label": "Visa •••• 4242",
            "amount": total,
            "is_gift_card": False,
            "last_characters": "",
        }
        ours |= {"is_paid": True, "outstanding": 0, "payments": [payment]}
    return {
        **_sent(sample, sample["line_items"], [], pickup=ours["pickup"]),
        "pickup_instructions": ours["pickup"]["instructions"],
        "location": {
            "name": "Fjell & Garn",
            "address1": "Kaivegen 00",
            "address2": "",
            "city": "Ålesund",
            "province": "",
            "zip": "6002",
            "country": "Norge",
            "phone": "",
        },
    }


def review_request() -> Sample:
    """The goods arrived some days ago."""
    return _asked(one_parcel("delivered"))


def review_request_from_the_right() -> Sample:
    return _asked(right_to_left())


def _asked(sample: Sample) -> Sample:
    told = to_one_who_agreed(sample)
    return {**told, "notifyhub": {**told["notifyhub"], "review_url": f"{_STATUS_URL}#review"}}


def to_one_who_agreed(sample: Sample) -> Sample:
    """The same, said to a buyer who agreed to advertising and may leave it."""
    more = {
        "preferences_url": "https://bestilling.fjelloggarn.example/preferences/k7Qm2xV9",
        "has_consent": True,
    }
    return {
        **sample,
        "unsubscribe_url": "https://bestilling.fjelloggarn.example/unsubscribe/k7Qm2xV9",
        "notifyhub": {**sample["notifyhub"], **more},
    }


def address_check() -> Sample:
    """The address lacks a house number."""
    sample = sample_orders.plain()
    address = {**sample["shipping_address"], "address1": "Ullbakken"}
    ours = {**sample["notifyhub"], "address_check_url": f"{_STATUS_URL}#address"}
    return {**sample, "shipping_address": address, "notifyhub": ours}
