"""Says in words what happened to imports; registered when the house starts."""

from django.utils.translation import gettext_lazy

from kit.telling import Told, names_rows, tells
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
    name = names.get(event.subject_id) or (event.after or {}).get("file_name", "")
    return Told(str(DEEDS[event.kind]) % {"file": name})
