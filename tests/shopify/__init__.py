"""Shopify, played on this machine: shops that answer our documents, tell news, or misbehave.

    with playing(PlayedShop(Orders.tagged({1001: ["vip"]}))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url

An idea's answers and its state live in a module of its own: see answers.py.
"""
