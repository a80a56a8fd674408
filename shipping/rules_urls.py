"""The paths of the rules below /api/v1/."""

from django.urls import path

from shipping import calendars_api, rules_api

urlpatterns = [
    path(
        "processing-times/", rules_api.ProcessingTimes.as_view(), name="shipping-processing-times"
    ),
    path(
        "processing-times/table/",
        rules_api.ProcessingTable.as_view(),
        name="shipping-processing-table",
    ),
    path(
        "processing-times/<uuid:public_id>/",
        rules_api.OneProcessingTime.as_view(),
        name="shipping-processing-time",
    ),
    path("transit-times/", rules_api.TransitTimes.as_view(), name="shipping-transit-times"),
    path(
        "transit-times/<uuid:public_id>/",
        rules_api.OneTransitTime.as_view(),
        name="shipping-transit-time",
    ),
    path("calendars/", calendars_api.Calendars.as_view(), name="shipping-calendars"),
    path(
        "calendars/<uuid:public_id>/",
        calendars_api.OneCalendar.as_view(),
        name="shipping-calendar",
    ),
    path(
        "stores/<uuid:public_id>/delivery-settings/",
        calendars_api.Settings.as_view(),
        name="shipping-store-delivery-settings",
    ),
    path(
        "stores/<uuid:public_id>/collections/<int:collection>/products/",
        calendars_api.CollectionProducts.as_view(),
        name="shipping-store-collection-products",
    ),
]
