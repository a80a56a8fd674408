"""Tags of whatever has some: orders, and customers by number."""

from dataclasses import dataclass, field

from tests.shopify.answers import Json, UserError, answers
from tests.shopify.orders import Orders, number_of
from tests.shopify.shop import PlayedShop


@dataclass
class Tagging:
    """`written`: how often tags were really added or taken away."""

    written: int = 0
    of_customers: dict[int, list[str]] = field(default_factory=dict)


def tags_of(shop: PlayedShop, gid: str) -> list[str]:
    """The list itself. Raises UserError if there is no such thing."""
    if "/Customer/" in gid:
        found = shop.room(Tagging).of_customers.get(number_of(gid))
        sort = "Customer"
    else:
        node = shop.room(Orders).find(gid)
        found = None if node is None else node["tags"]
        sort = "Order"
    if found is None:
        raise UserError(f"{sort} does not exist", "id")
    return found


@answers("AddTags")
def add_tags(shop: PlayedShop, variables: Json) -> Json:
    tags = tags_of(shop, variables["id"])
    known = {tag.casefold() for tag in tags}
    tags += [tag for tag in variables["tags"] if tag.casefold() not in known]
    shop.room(Tagging).written += 1
    return {"tagsAdd": {"node": {"id": variables["id"]}, "userErrors": []}}


@answers("RemoveTags")
def remove_tags(shop: PlayedShop, variables: Json) -> Json:
    tags = tags_of(shop, variables["id"])
    gone = {tag.casefold() for tag in variables["tags"]}
    tags[:] = [tag for tag in tags if tag.casefold() not in gone]
    shop.room(Tagging).written += 1
    return {"tagsRemove": {"node": {"id": variables["id"]}, "userErrors": []}}
