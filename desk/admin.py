"""The pages that look into several rooms, and those of rooms below, put on the site."""

from django.contrib import admin

from desk.brands import BrandAdmin
from desk.consents import ConsentAdmin
from desk.feedback import FeedbackAdmin
from desk.messages import MessageAdmin
from desk.orders import OrderAdmin
from desk.own_carriers import CarrierAdmin
from desk.parcels.listing import ParcelAdmin
from desk.pictures import PictureAdmin
from desk.promo_pools import PromoPoolAdmin
from desk.senders import SenderAdmin
from desk.suppressions import SuppressionAdmin
from desk.webhooks import WebhookAdmin
from intake.models import Webhook
from messaging.models import Consent, Message, PromoPool, Sender, Suppression
from orders.models import Order
from shipping.models import Carrier, Parcel
from statuspage.models import Feedback
from templates_app.models import Brand, Picture

admin.site.register(Order, OrderAdmin)
admin.site.register(Message, MessageAdmin)
admin.site.register(Sender, SenderAdmin)
admin.site.register(Suppression, SuppressionAdmin)
admin.site.register(Consent, ConsentAdmin)
admin.site.register(PromoPool, PromoPoolAdmin)
admin.site.register(Parcel, ParcelAdmin)
admin.site.register(Carrier, CarrierAdmin)
admin.site.register(Feedback, FeedbackAdmin)
admin.site.register(Webhook, WebhookAdmin)
admin.site.register(Brand, BrandAdmin)
admin.site.register(Picture, PictureAdmin)
