"""Who gets into the pages of sign-in, password and second factor: allauth's, about whoever asks."""

from collections.abc import Iterable
from typing import Any

from allauth.account.utils import user_pk_to_url_str

from employees.views.accounts import ResetTokens
from tests.access.kit import CHAMPION, EVERYBODY, FORM, LEAD, PUBLIC, READ, WRITE, Access, Facts, nothing

NEW = "four brown cows"
WITH_ONE = frozenset({LEAD, CHAMPION})  # who have a second factor, of the examples


def PAGE(roles: Iterable[str], *, at: Facts = nothing, body: Facts = nothing) -> Access:
    """A page with a form; Django's FormView takes PUT for POST."""
    return FORM(roles, at=at, body=body) | WRITE(roles, at=at, method="PUT")


def LED(roles: Iterable[str]) -> Access:
    """Those whom a page leads on, whichever way it is asked."""
    return WRITE(roles, method="PATCH") | WRITE(roles, method="DELETE")


def reset_link(w: Any) -> dict[str, str]:
    """What stands in the mail of a reset that the colleague asked for."""
    token = ResetTokens().make_token(w.colleague)
    return {"uidb36": user_pk_to_url_str(w.colleague), "key": token}


ACCOUNTS: dict[str, Access] = {
    "account_login": LED(EVERYBODY)
    | PAGE(PUBLIC, body=lambda w: {"login": w.email("employee"), "password": "wrong"}),
    "account_logout": FORM(PUBLIC),
    "account_inactive": READ(PUBLIC),
    "account_signup": LED(PUBLIC) | PAGE(PUBLIC, body=lambda w: {"email": w.email("new"), "password1": NEW}),
    "account_reauthenticate": PAGE(EVERYBODY, body=lambda w: {"password": "wrong"}),
    "account_email": READ(EVERYBODY),
    "account_set_password": READ(EVERYBODY),
    "account_change_password": PAGE(
        EVERYBODY, body=lambda w: {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    ),
    "account_reset_password": PAGE(PUBLIC, body=lambda w: {"email": w.email("sam")}),
    "account_reset_password_done": READ(PUBLIC),
    "account_reset_password_from_key": LED(PUBLIC)
    | PAGE(PUBLIC, at=reset_link, body=lambda w: {"password1": NEW}),
    "account_reset_password_from_key_done": READ(PUBLIC),
    "mfa_authenticate": LED(EVERYBODY) | PAGE(EVERYBODY),
    "mfa_reauthenticate": LED(EVERYBODY - WITH_ONE) | PAGE(EVERYBODY, body=lambda w: {"code": "000000"}),
    "mfa_index": READ(EVERYBODY),
    "mfa_activate_totp": LED(WITH_ONE) | PAGE(EVERYBODY, body=lambda w: {"code": "000000"}),
    "mfa_deactivate_totp": PAGE(WITH_ONE),
    "mfa_generate_recovery_codes": PAGE(EVERYBODY),
    "mfa_view_recovery_codes": READ(WITH_ONE),
    "mfa_download_recovery_codes": READ(WITH_ONE),
    "usersessions_list": PAGE(EVERYBODY),
}
