from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from team.links import absolute


class AccountAdapter(DefaultAccountAdapter):
    """Signing in as this house does it: people come by an invitation, links lead to SITE_URL."""

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
