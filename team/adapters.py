from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from team.links import absolute


class AccountAdapter(DefaultAccountAdapter):
    """Signing in as this house does it: people come by an invitation, links lead to SITE_URL."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in is switched off."),
        "duplicate_email": _("That is your email already."),
        "email_password_mismatch": _("That email and password do not belong together."),
        "email_taken": _("Somebody signs in with that email already."),
        "enter_current_password": _("That is not the password you have now."),
        "incorrect_password": _("That is not the password."),
        "same_as_current": _("That is the one you have now."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_login_redirect_url(self, request) -> str:
        """Staff run the installation and have no day of their own."""
        if request.user.is_staff and request.user.company_id is None:
            return reverse("admin:index")
        return super().get_login_redirect_url(request)

    # Letters never lead to the host a stranger asked under.

    def get_reset_password_from_key_url(self, key) -> str:
        return self._ours(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return self._ours(super().get_email_confirmation_url(request, emailconfirmation))

    def _ours(self, url: str) -> str:
        return absolute(self.request, urlsplit(url).path)
