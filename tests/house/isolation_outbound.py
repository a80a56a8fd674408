"""The doors of endpoints and deliveries, and of rules; how to read it: isolation.py."""

from tests.house.isolation_rules import RULES

# fmt: off
OUTBOUND = """
GET  admin:endpoints_changelist           OMKSA 200
GET  admin:endpoints_add                  OM    200
POST admin:endpoints_add                  OM    422
GET  admin:endpoints_change               OMKSA 200
GET  admin:endpoints_edit                 OM    200
POST admin:endpoints_edit                 OM    422
GET  admin:endpoints_secret               -     405/405
POST admin:endpoints_secret               OM    200
GET  admin:endpoints_secret_end           -     405/405
POST admin:endpoints_secret_end           OM    302
GET  admin:endpoints_pause                -     405/405
POST admin:endpoints_pause                OM    302
GET  admin:endpoints_enable               -     405/405
POST admin:endpoints_enable               OM    302
GET  admin:endpoints_test                 -     405/405
POST admin:endpoints_test                 OM    302
GET  admin:endpoints_again                -     405/405
POST admin:endpoints_again                OM    302
GET  admin:endpoints_replay               -     405/405
POST admin:endpoints_replay               OM    302
GET  admin:endpoints_replay_stop          -     405/405
POST admin:endpoints_replay_stop          OM    302
GET  admin:endpoints_remove               OM    200
POST admin:endpoints_remove               OM    302
GET  admin:endpoints_deliveries           OMKSA 200
GET  admin:endpoints_delivery             OMKSA 200
GET  admin:endpoints_delivery_again       -     405/405
POST admin:endpoints_delivery_again       OM    302
"""
# fmt: on
OUTBOUND += RULES.lstrip()
