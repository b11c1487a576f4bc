"""Says in words what happened to imports; registered when the house starts."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.telling import PERSON, Told, names_rows, tells
from kit.templatetags.kept import number
from mlmcrm.models import Import

IMPORTS = "imports"
DEEDS = {
    "import.uploaded": gettext_lazy("A file to import: %(file)s"),
    "import.changed": gettext_lazy("Read in another way: %(file)s"),
    "import.checked": gettext_lazy("Tried, and nothing written yet: %(file)s"),
    "import.started": gettext_lazy("Import begun: %(file)s"),
    "import.resumed": gettext_lazy("Import goes on: %(file)s"),
    "import.stopped": gettext_lazy("Import stopped: %(file)s"),
    "import.finished": gettext_lazy("Import finished: %(file)s"),
    "import.failed": gettext_lazy("Import broken off: %(file)s"),
    "import.discarded": gettext_lazy("File put away: %(file)s"),
}

names_rows(Import, "file_name", say=str)


@tells(*DEEDS, topic=IMPORTS)
def tell_import(event, names) -> Told:
    held = names.get(event.subject_id)
    name = held or (event.after or {}).get("file_name", "")
    url = reverse("import-run", args=[event.subject_id]) if held else ""
    return Told(str(DEEDS[event.kind]) % {"file": PERSON}, more=_counted(event), name=name, url=url)


def _counted(event) -> str:
    """How many lines came to what; those that came to nothing new are left out."""
    after = event.after or {}
    return ", ".join(sentence % {"n": number(n)} for fate, sentence in _fates() if (n := after.get(fate)))


def _fates() -> list[tuple[str, str]]:
    return [("new", _("%(n)s new")), ("changed", _("%(n)s changed")), ("refused", _("%(n)s refused"))]
