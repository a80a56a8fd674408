"""The doors of rules and tasks; how to read it: isolation.py."""

# fmt: off
RULES = """
GET  admin:automations_changelist         OMKS  200
GET  admin:automations_add                OMK   200
POST admin:automations_add                OMK   200
GET  admin:automations_recipe             -     405/405
POST admin:automations_recipe             OMK   302
GET  admin:automations_change             OMKS  200
GET  admin:automations_edit               OMK   200
POST admin:automations_edit               OMK   200
GET  admin:automations_on                 -     405/405
POST admin:automations_on                 OMK   302
GET  admin:automations_off                -     405/405
POST admin:automations_off                OMK   302
GET  admin:automations_secret             -     405/405
POST admin:automations_secret             OMK   200
GET  admin:automations_remove             OMK   200
POST admin:automations_remove             OMK   302
GET  admin:automations_tasks              OMKS  200
GET  admin:automations_task_done          -     405/405
POST admin:automations_task_done          OMS   302
"""
# fmt: on
