"""The tables of a small shop of the peers': what the same mail is made of."""

from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=40)
    number = models.IntegerField()
    email = models.EmailField()
    buyer_name = models.CharField(max_length=200)
    subtotal_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    discount_code = models.CharField(max_length=40)
    shipping_title = models.CharField(max_length=100)
    payment = models.CharField(max_length=40)

    objects: models.Manager["Order"] = models.Manager()

    class Meta:
        app_label = "senders"

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.IntegerField()
    title = models.CharField(max_length=200)
    variant = models.CharField(max_length=100, blank=True)
    quantity = models.IntegerField()
    price_minor = models.BigIntegerField()
    image_url = models.URLField()

    objects: models.Manager["Line"] = models.Manager()

    class Meta:
        app_label = "senders"

    def __str__(self) -> str:
        return self.title
