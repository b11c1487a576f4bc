from django import forms
from django.utils.translation import gettext_lazy as _lazy


class ReasonForm(forms.Form):
    """A press with a word about why, where one is asked for. `seen` is the mark of what was shown."""

    reason = forms.CharField(
        label=_lazy("Why it may stay"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_lazy("Your reason stays in the history."),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    asks = False

    def asked(self) -> dict:
        """What a verb is to know."""
        return {"reason": self.cleaned_data["reason"], "seen": self.cleaned_data["seen"] or None}

    def show(self, mark: str, asks: bool) -> None:
        """Show the state that the playbook is in now; `asks` tells that a reason is needed."""
        self.asks = asks
        if self.is_bound:
            self.data = {**self.data.dict(), "seen": mark}
