"""Writes that programs named, and what they were answered."""

from django.db import models

from stores.owned import AgencyOwned


class NamedCall(AgencyOwned):
    """A write done under an Idempotency-Key: see Note [Named calls] in stores/named_calls.py.

    It stands here once it is done; what is being done holds a lock instead. Neither the key nor
    what was sent can be read back, and the answer only with the key, which is the caller's.
    """

    caller = models.CharField(max_length=40)  # "key:7" or "user:3"
    key_hash = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    answer = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "caller", "key_hash"], name="named_once")
        ]
        indexes = [models.Index(fields=["made_at"], name="calls_by_age")]  # named_calls.forget_old

    def __str__(self) -> str:
        return f"{self.caller}, {self.made_at:%Y-%m-%d %H:%M}"
