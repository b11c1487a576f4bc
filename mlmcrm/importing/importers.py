"""Makes what decides and writes the lines of an import by the page, as the commands make theirs."""

from kit.events import Actor, Door
from mlmcrm.importing.orders import OrdersImport
from mlmcrm.importing.people import PeopleImport
from mlmcrm.importing.runs import Importer, setting_of
from mlmcrm.models import Import, ImportKind


def importer_of(record: Import) -> Importer:
    common = {
        "owner": record.owner,
        "by": by_of(record),
        "setting": setting_of(record.owner),
        "dry_run": record.dry_run,
        "mapping": record.mapping,
    }
    if record.kind == ImportKind.ORDERS:
        return OrdersImport(**common, create_products=bool(record.options.get("create_products")))
    return PeopleImport(**common)


def by_of(record: Import) -> Actor:
    """Who acts when an import is worked on; everything it writes is one deed, named by its id."""
    return Actor(record.by or record.owner, Door.IMPORT, record.pk)
