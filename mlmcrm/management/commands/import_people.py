from mlmcrm.importing.console import ImportCommand
from mlmcrm.importing.people import PeopleImport
from mlmcrm.importing.runs import setting_of


class Command(ImportCommand):
    help = "Read people from a table (CSV, TSV) or vCards into the people of a distributor."

    def importer(self, *, owner, by, dry_run, **options):
        return PeopleImport(owner=owner, by=by, setting=setting_of(owner), dry_run=dry_run)
