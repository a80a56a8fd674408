"""Both faces of what is done with people; how to read it: two_faces.py."""

# fmt: off
PEOPLE_BOTH = """
admin:stores_invitation_add          invite_person          invitations_create
admin:stores_invitation_resend       resend_invitation      invitations_resend
admin:stores_invitation_revoke       revoke_invitation      invitations_revoke
admin:stores_membership_factors      reset_factors          members_reset_factors
admin:stores_membership_change       change_place           members_change
admin:stores_membership_delete       remove_person          members_remove
admin:stores_membership_link         password_path          members_link
"""
PEOPLE_READS = """
admin:stores_membership_changelist       members_list
admin:stores_invitation_changelist       invitations_list
admin:stores_invitation_change           invitations_read
admin:stores_membership_change           members_read
"""
# fmt: on

_OWN = "a person's own log-in; a program comes with a key"
PEOPLE_ALONE = {
    **dict.fromkeys(
        (
            "account_login",
            "account_reset_password",
            "account_end_sessions",
            "account_reauthenticate",
            "mfa_authenticate",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_generate_recovery_codes",
            "account_signup",
        ),
        _OWN,
    ),
    "admin:require_factors": "about people's second factors, by a person who has one",
    "admin:first_steps_hide": "puts a page away",
    "admin:first_steps_sample": "a store to look around in; programs make sandbox stores",
    "admin:first_steps_mail": "to oneself; programs send templates_test",
}
PEOPLE_NOTHING = {
    "admin:first_steps_changelist": "leads to other pages",
    "mfa_index": _OWN,
    "mfa_reauthenticate": _OWN,
    "mfa_reauthenticate_webauthn": _OWN,
}
