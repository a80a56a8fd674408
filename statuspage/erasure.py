"""Forgetting what buyers said on the page. That they asked, and when, stays."""

from statuspage.models import BuyerCode, BuyerRequest, Feedback, PageCopy, RequestState, ShopState


def redact_asking(*, store_id: int, order_ids: list[int]) -> int:
    """Write over the requests of these orders and drop their codes; how many requests there were.

    What waited for staff waits no more: nobody can be answered. Three statements.
    """
    theirs = {"store_id": store_id, "order_id__in": order_ids}
    BuyerCode.objects.filter(**theirs).delete()
    rows = BuyerRequest.objects.filter(**theirs)
    rows.filter(state=RequestState.OPEN).update(state=RequestState.REFUSED)
    return rows.update(
        text="", data={}, answer="", shop_state=ShopState.NOTHING, shop_detail="", run_after=None
    )


def redact_feedback(*, store_id: int, order_ids: list[int]) -> int:
    """Forget what these orders' buyers wrote; their thumbs stay, as figures of nobody."""
    theirs = Feedback.objects.filter(store_id=store_id, order_id__in=order_ids).exclude(text="")
    return theirs.update(text="")


def redact_copies(*, store_id: int, order_ids: list[int]) -> int:
    """Drop the pages that were written about these orders; how many there were."""
    rows = PageCopy.objects.filter(store_id=store_id, order_id__in=order_ids)
    count, _by_model = rows.delete()
    return count
