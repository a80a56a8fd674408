"""Tables of this room, by aggregate."""

from statuspage.models.asking import (
    BuyerCode,
    BuyerRequest,
    CodePurpose,
    RequestKind,
    RequestState,
    ShopState,
)
from statuspage.models.feedback import Feedback, FeedbackOn
from statuspage.models.page import AddressChange, FaqEntry, LookUp, PageCopy, PageSettings

__all__ = [
    "AddressChange",
    "BuyerCode",
    "BuyerRequest",
    "CodePurpose",
    "FaqEntry",
    "Feedback",
    "FeedbackOn",
    "LookUp",
    "PageCopy",
    "PageSettings",
    "RequestKind",
    "RequestState",
    "ShopState",
]
