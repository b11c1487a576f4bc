from mlmcrm.importing.console import ImportCommand
from mlmcrm.importing.orders import OrdersImport
from mlmcrm.importing.runs import setting_of


class Command(ImportCommand):
    help = "Read past orders from a table (CSV, TSV). They count; no letter and no task is planned for them."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--create-products", action="store_true", help="add unknown products to the owner's own"
        )

    def importer(self, *, owner, by, dry_run, create_products=False, **options):
        return OrdersImport(
            owner=owner, by=by, setting=setting_of(owner), dry_run=dry_run, create_products=create_products
        )
