"""Whom a deed for many is done to: those ticked, or everybody the list finds now."""

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.actions.deeds import MOST
from customers.forms.find import FindForm
from customers.models import Tag
from customers.wording import counted
from kit.ids import uuid7


class ChosenForm(forms.Form):
    """People ticked one by one, or all that `find` (the address of the list) finds.

    For all, `seen` is the number that was shown: if it is another by now, it is asked again.
    """

    press = hint = ""  # what its button says instead of the title of the page, and what stands above

    find = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    everyone = forms.BooleanField(required=False, widget=forms.HiddenInput)
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, viewer):
        super().__init__(data, auto_id="many_%s")
        self.viewer = viewer
        self.ticked = _ids(data.getlist("people"))

    def clean(self):
        values = super().clean()
        self.people = self._found() if values.get("everyone") else self.ticked
        if not self.people:
            raise forms.ValidationError(_("Choose somebody first, please."))
        return values

    @property
    def chosen(self) -> dict:
        """What a verb for many people is told. Needs a valid form."""
        return {"people": self.people, "request_key": self.cleaned_data["request_key"]}

    @property
    def count(self) -> int:
        return len(getattr(self, "people", self.ticked))

    def _found(self) -> list[UUID]:
        tags = list(Tag.objects.visible_to(self.viewer))
        find = FindForm(QueryDict(self.cleaned_data.get("find", "")), tags=tags)
        ids = list(find.found(self.viewer).values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            raise forms.ValidationError(
                _("At most %(n)s at once, please. Choose less.") % {"n": counted(MOST)}
            )
        if len(ids) != self.cleaned_data.get("seen"):
            self._see(ids)
            said = _("The list has changed: it finds %(n)s now. Send it again if that is right.")
            raise forms.ValidationError(said % {"n": counted(len(ids))})
        return ids

    def _see(self, ids: list[UUID]) -> None:
        """Show the number as it is now, to be sent again."""
        self.people = ids
        self.data = self.data.copy()
        self.data["seen"] = str(len(ids))


class TagManyForm(ChosenForm):
    """A tag for the people chosen."""

    tag = forms.CharField(
        label=_lazy("Tag to give"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class UntagManyForm(ChosenForm):
    """A tag to be taken from the people chosen."""

    gone = forms.ModelChoiceField(label=_lazy("Tag to take away"), queryset=Tag.objects.none())

    def __init__(self, data: QueryDict, *, viewer):
        super().__init__(data, viewer=viewer)
        self.fields["gone"].queryset = Tag.objects.visible_to(viewer)


class NoteManyForm(ChosenForm):
    """The same note about the people chosen."""

    text = forms.CharField(label=_lazy("Note"), max_length=20000, widget=forms.Textarea({"rows": 3}))


def new_request_key() -> str:
    """A key by which a form that is sent twice is known."""
    return str(uuid7())


def _ids(written: list[str]) -> list[UUID]:
    """The ids among what was sent; for what is none, one that nobody has."""
    return list(dict.fromkeys(map(_id, written)))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
