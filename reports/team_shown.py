"""Gathers what the page of a team shows: the viewer's own month, the team, its legs or some of its people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from kit import clock
from kit.paging import Page, page_of
from reports.team_asked import Asked
from reports.team_report import Report, legs_with, page_of_legs, steadily
from reports.team_states import below, could_use_a_word, standing_as, worth_celebrating
from team.models import Distributor, OwnMonth

ROWS = 25  # of a page at once


@dataclass(frozen=True)
class TeamShown:
    """The page of a team. `rows` are legs, or people of the whole line who stand in one way."""

    asked: Asked
    top: Distributor
    is_own: bool
    report: Report
    rows: Page
    word: list[Distributor]
    celebrated: list[OwnMonth]
    today: date


def team_shown(viewer: Distributor, top: Distributor, asked: Asked) -> TeamShown:
    """Gather it in a fixed number of queries, whatever stands below. Raises BadCursor."""
    return steadily(top.company_id, lambda: _gathered(viewer, top, asked))


def legs_shown(viewer: Distributor, top: Distributor, asked: Asked) -> Page:
    """The first legs of somebody."""
    return steadily(top.company_id, lambda: page_of_legs(viewer, top, asked.month, asked.sort, own=False))


def _gathered(viewer: Distributor, top: Distributor, asked: Asked) -> TeamShown:
    today = clock.today(top.company.zoneinfo)
    return TeamShown(
        asked=asked,
        top=top,
        is_own=top.pk == viewer.pk,
        report=Report.read(viewer, top, asked.month),
        rows=_rows(viewer, top, asked, today),
        word=could_use_a_word(viewer, top, today),
        celebrated=worth_celebrating(viewer, top, asked.month),
        today=today,
    )


def _rows(viewer: Distributor, top: Distributor, asked: Asked, today: date) -> Page:
    if not asked.show:
        return page_of_legs(viewer, top, asked.month, asked.sort, asked.cursor, ROWS, own=False)
    people, order = standing_as(below(viewer, top), asked.show, today)
    team = Distributor.objects.filter(sponsor=OuterRef("pk"))
    page = page_of(people.annotate(has_team=Exists(team)), order=order, cursor=asked.cursor, size=ROWS)
    return Page(legs_with(viewer, page.rows, asked.month, own=False), page.next)
