"""The doors of people: how to read it: isolation.py, isolation_api.py."""

# fmt: off
OWN_LOG_IN = """
GET  account_login                        OMKSA 302
POST account_login                        OMKSA 200
GET  account_logout                       -     405/405
GET  account_reset_password               OMKSA 200
POST account_reset_password               OMKSA 200
GET  account_end_sessions                 -     405/405
POST account_end_sessions                 OMKSA 302
GET  account_reauthenticate               OMKSA 200
POST account_reauthenticate               OMKSA 200
GET  mfa_authenticate                     OMKSA 302
POST mfa_authenticate                     OMKSA 302
GET  mfa_reauthenticate                   OMKSA 302
GET  mfa_reauthenticate_webauthn          OMKSA 302
GET  mfa_index                            OMKSA 200
GET  mfa_activate_totp                    OMKSA 200
POST mfa_activate_totp                    OMKSA 200
GET  mfa_deactivate_totp                  -     404
POST mfa_deactivate_totp                  -     404
GET  mfa_add_webauthn                     OMKSA 200
POST mfa_add_webauthn                     OMKSA 200
GET  mfa_remove_webauthn                  -     404
POST mfa_remove_webauthn                  -     404
GET  mfa_view_recovery_codes              -     404
GET  mfa_generate_recovery_codes          OMKSA 302
POST mfa_generate_recovery_codes          OMKSA 302
GET  account_signup                       OMKSA 302
POST account_signup                       OMKSA 302
GET  signup-confirm                       -     410/410
POST signup-confirm                       -     410/410
GET  join                                 -     410/410
POST join                                 -     410/410
GET  outbox                               -     404/404
"""

PEOPLE = """
GET  admin:stores_membership_changelist   O     200
GET  admin:stores_membership_add          -     403
POST admin:stores_membership_add          -     403
GET  admin:stores_membership_change       O     200
POST admin:stores_membership_change       O     200
GET  admin:stores_membership_history      O     200
GET  admin:stores_membership_delete       O     200
POST admin:stores_membership_delete       O     302
GET  admin:stores_membership_link         -     405/405
POST admin:stores_membership_link         O     200
GET  admin:stores_membership_factors      -     405/405
POST admin:stores_membership_factors      O     302
GET  admin:stores_invitation_changelist   O     200
GET  admin:stores_invitation_add          O     200
POST admin:stores_invitation_add          O     200
GET  admin:stores_invitation_change       O     200
POST admin:stores_invitation_change       -     403
GET  admin:stores_invitation_history      O     200
GET  admin:stores_invitation_delete       -     403
POST admin:stores_invitation_delete       -     403
GET  admin:stores_invitation_resend       -     405/405
POST admin:stores_invitation_resend       O     302
GET  admin:stores_invitation_revoke       -     405/405
POST admin:stores_invitation_revoke       O     302
GET  admin:require_factors                -     405/405
POST admin:require_factors                O     302
GET  admin:first_steps_changelist         OMKSA 200
GET  admin:first_steps_hide               -     405/405
POST admin:first_steps_hide               O     302
GET  admin:first_steps_sample             -     405/405
POST admin:first_steps_sample             OM    302
GET  admin:first_steps_mail               -     405/405
POST admin:first_steps_mail               OMS   302
"""

PEOPLE_API = """
GET  stores-members           MANAGE_PEOPLE   200
GET  stores-member            MANAGE_PEOPLE   200
PATCH stores-member           MANAGE_PEOPLE   200
DELETE stores-member          MANAGE_PEOPLE   200
POST stores-member-link       MANAGE_PEOPLE   201
POST stores-member-factors    MANAGE_PEOPLE   200
GET  stores-invitations       MANAGE_PEOPLE   200
POST stores-invitations       MANAGE_PEOPLE   201
GET  stores-invitation        MANAGE_PEOPLE   200
POST stores-invitation-resend MANAGE_PEOPLE   200
POST stores-invitation-revoke MANAGE_PEOPLE   200
"""
# fmt: on
PEOPLE_BODIES = {
    "stores-invitations": {"email": "jonas@nordlinje.example", "role": "ANALYST"},
    "stores-member": {"role": "ANALYST"},
}
