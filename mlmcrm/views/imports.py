"""Bringing people and orders in from a file: hand in, look, import."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.answers import refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast
from mlmcrm.forms import ReadingForm, UploadForm
from mlmcrm.import_page import page_of_import
from mlmcrm.importing import actions
from mlmcrm.importing.files import spooled
from mlmcrm.importing.mending import MARK, as_cards, as_table, written
from mlmcrm.importing.words import GUIDE, LABELS, SAMPLES
from mlmcrm.models import Import, ImportKind

ROWS = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    """Hand in a file; below it what was imported before."""
    form = UploadForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_valid() and (record := _taken_in(request, form)):
        return redirect(record)
    return _start_page(request, form)


@login_required
@require_safe
def one(request, pk):
    """Show an import: how far it is, what it would do, what it did."""
    return render(request, "mlmcrm/imports/run.html", page_of_import(_mine(request, pk)))


@login_required
@require_safe
def state(request, pk):
    """Show the part of the page that changes while a worker is at it."""
    return render(request, "mlmcrm/imports/_run.html", page_of_import(_mine(request, pk)))


@login_required
@require_POST
def change(request, pk):
    """Have the file read in another way."""
    record = _mine(request, pk)
    form = ReadingForm(request.POST)
    if form.is_valid():
        try:
            record = actions.change_import(
                record=record, by=request.by, kind=form.cleaned_data["kind"], options=form.options
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect(record)
    return render(request, "mlmcrm/imports/run.html", page_of_import(record, form), status=422)


@login_required
@require_POST
def start(request, pk):
    """Let it be written."""
    return _do(request, pk, actions.start_import)


@login_required
@require_POST
def cancel(request, pk):
    """Stop it; what was written stays."""
    return _do(request, pk, actions.cancel_import, _("Stopped. What was written stays."))


@login_required
@require_POST
def resume(request, pk):
    """Go on behind the last line."""
    return _do(request, pk, actions.resume_import)


@login_required
@require_POST
def discard(request, pk):
    """Put the file away; nothing of it was written."""
    record = _mine(request, pk)
    try:
        actions.discard_import(record=record, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return redirect(record)
    toast(request, _("Put away. Nothing was written."))
    return redirect("import")


@login_required
@require_safe
def refused(request, pk):
    """Give out the refused lines, to be mended and handed in again."""
    record = _mine(request, pk)
    cards = not record.layout.get("columns")
    kind, ending = ("text/vcard", "vcf") if cards else ("text/csv", "csv")
    lines = as_cards(record) if cards else as_table(record)
    return _file(lines, kind, f"refused-{record.file_name.rpartition('.')[0] or record.file_name}.{ending}")


@login_required
@require_safe
def sample_people(request):
    """Give out a small file of people to begin with."""
    return _sample(ImportKind.PEOPLE)


@login_required
@require_safe
def sample_orders(request):
    """Give out a small file of orders to begin with."""
    return _sample(ImportKind.ORDERS)


def _taken_in(request, form: UploadForm) -> Import | None:
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    try:
        with spooled(file.chunks(), file.name) as path:
            return actions.upload_file(
                owner=request.user, by=request.by, path=path, name=file.name, kind=kind
            )
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return None


def _start_page(request, form: UploadForm):
    rows = Import.objects.visible_to(request.user).listed()
    try:
        page = page_of(rows, order=("-started_at", "-id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    guides = [
        (kind, [(name, LABELS[name], needed, said) for name, needed, said in GUIDE[kind]])
        for kind in ImportKind
    ]
    status = 413 if form.is_bound and form.is_too_large else 422 if form.errors else 200
    context = {"form": form, "page": page, "guides": guides}
    return render(request, "mlmcrm/imports/start.html", context, status=status)


def _do(request, pk, action, said: str = ""):
    record = _mine(request, pk)
    try:
        action(record=record, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        if said:
            toast(request, said)
    return redirect(record)


def _mine(request, pk) -> Import:
    """Return the viewer's import, or raise 404."""
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)


def _sample(kind: str):
    header, *rows = SAMPLES[kind]
    return _file([MARK + written(header), *map(written, rows)], "text/csv", f"{kind}.csv")


def _file(lines, content_type: str, name: str):
    return StreamingHttpResponse(
        lines,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
