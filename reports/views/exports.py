"""A downline as a file to keep: as commas, or as a workbook. Reads only."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reports.downline import Downline
from reports.errors import ReportRefused
from reports.exporting import Table, as_csv, as_workbook, pieces

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def commas(request):
    """All rows of the downline that the address asks for, sent as they are read."""
    return _sent(request, as_csv, CSV, "csv")


@login_required
@require_safe
def workbook(request):
    """The same as a workbook."""
    return _sent(request, lambda table: pieces(as_workbook(table)), XLSX, "xlsx")


def _sent(request, write, kind: str, ending: str):
    if request.user.company_id is None:
        raise Http404
    try:
        downline = Downline.of(request.user, request.GET)
        downline.check()
    except ReportRefused as refusal:
        if refusal.code == "no_such":
            raise Http404 from refusal
        return HttpResponse(refusal.message, status=400, content_type="text/plain; charset=utf-8")
    month = f"{downline.asked.month // 100:04}-{downline.asked.month % 100:02}"
    return StreamingHttpResponse(
        write(Table(downline, request.GET)),
        content_type=kind,
        headers={"Content-Disposition": content_disposition_header(True, f"downline-{month}.{ending}")},
    )
