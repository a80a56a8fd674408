"""Pages of one's own log-in, below /admin/. allauth looks them up by these names.

Its pages for e-mail addresses, sign-up and passwords are not here: fewer doors, fewer leaks.
"""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache

from desk.accounts import log_in, second

urlpatterns = [
    path("login/", log_in.come_in, name="account_login"),
    path("logout/", admin.site.logout, name="account_logout"),
    path("forgotten/", log_in.forgotten, name="account_reset_password"),
    path("login/second/", never_cache(second.SecondFactor.as_view()), name="mfa_authenticate"),
    path("account/", login_required(second.YourLogIn.as_view()), name="mfa_index"),
    path("account/everywhere/", log_in.log_out_everywhere, name="account_end_sessions"),
    path("account/again/", second.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", second.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("account/again/key/", second.KeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", login_required(second.AddApp.as_view()), name="mfa_activate_totp"),
    path("account/app/remove/", second.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/keys/", login_required(second.AddKey.as_view()), name="mfa_add_webauthn"),
    path(
        "account/keys/<int:pk>/remove/",
        login_required(second.RemoveKey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("account/codes/", second.PaperCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        login_required(second.NewPaperCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
