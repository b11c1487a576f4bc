"""Forms of the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mlmcrm.importing.actions.uploading import too_large
from mlmcrm.importing.files import SIZE_AT_MOST
from mlmcrm.models import ImportKind

KINDS = {ImportKind.PEOPLE: _("people"), ImportKind.ORDERS: _("orders")}
ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.vcf"


class UploadForm(forms.Form):
    """A file to be imported."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # said in the words of the reader
        widget=forms.FileInput({"accept": ENDINGS}),
        error_messages={"required": _("Choose a file, please.")},
        help_text=_("A table (CSV, TSV, XLSX) or contacts of a phone (vCard), up to 25 MB."),
    )
    kind = forms.ChoiceField(
        label=_("It holds"),
        required=False,
        choices=[("", _("find out from the columns")), *KINDS.items()],
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_AT_MOST:
            raise forms.ValidationError(too_large().message, code="too_large")
        return file

    @property
    def is_too_large(self) -> bool:
        return self.has_error("file", "too_large")


class ReadingForm(forms.Form):
    """How a file is to be read."""

    kind = forms.ChoiceField(label=_("It holds"), choices=list(KINDS.items()))
    create_products = forms.BooleanField(
        required=False, label=_("Add products of the file that are not in my list yet")
    )

    @property
    def options(self) -> dict:
        return {"create_products": self.cleaned_data["create_products"]}
