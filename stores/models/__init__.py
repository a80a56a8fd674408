"""Tables of the room, by aggregate."""

from stores.models.keys import ApiKey
from stores.models.people import Membership, User
from stores.models.stores import Agency, Credential, Store

__all__ = ["Agency", "ApiKey", "Credential", "Membership", "Store", "User"]
