"""The doors of the stores' health and of alerts; how to read it: isolation.py."""

# fmt: off
FLEET = """
GET  admin:store_health                   OMKSA 200
GET  admin:store_look                     -     405/405
POST admin:store_look                     OMKSA 302
GET  admin:alerts_changelist              OMKSA 200
GET  admin:alerts_add                     -     405/405
POST admin:alerts_add                     OM    302
GET  admin:alerts_change                  OM    200
POST admin:alerts_change                  OM    422
GET  admin:alerts_remove                  -     405/405
POST admin:alerts_remove                  OM    302
"""
# fmt: on
