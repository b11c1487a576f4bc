"""What people say and mean: taught, and forgotten again."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.answers import refuse
from kit.errors import Refused
from kit.toasts import toast
from sales import actions
from sales.models import Synonym
from sales.offer_forms import SynonymForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request):
    """The words that hold for me, and a new one."""
    form = SynonymForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            taught = actions.teach_synonym(owner=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("Taught."), undo=taught.event, level="good")
            return redirect("synonyms")
    rows = Synonym.objects.visible_to(request.user).order_by("said", "meant", "pk")
    status = 422 if form.errors else 200
    return render(request, "sales/synonyms.html", {"form": form, "synonyms": list(rows)}, status=status)


@login_required
@require_POST
def forget(request, pk):
    """Forget one of my own."""
    synonym = get_object_or_404(Synonym.objects.editable_by(request.user), pk=pk)
    forgotten = actions.forget_synonym(synonym=synonym, by=request.by)
    toast(request, _("Forgotten."), undo=forgotten.event)
    return redirect("synonyms")
