from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people come by an invitation."""

    def is_open_for_signup(self, request) -> bool:
        return False
