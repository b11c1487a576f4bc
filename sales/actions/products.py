"""A distributor's own products: added, changed, taken off the list and put back."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor, facts_of, record
from sales.errors import ProductRefused
from sales.models import Product
from sales.pricing import CENT, rounded
from sales.reorder import LONGEST

PRODUCT_FACTS = ("code", "name", "price", "currency", "pv", "lasts_days", "is_active")


@transaction.atomic
def add_product(
    *,
    owner,
    by: Actor,
    code: str,
    name: str,
    price: Decimal,
    pv: Decimal = Decimal(0),
    lasts_days: int | None = None,
) -> Product:
    """Add a product of the owner's own, in the company's currency. Raises ProductRefused."""
    if owner.company_id is None:
        raise ProductRefused(_("You belong to no company, so you cannot have products."), code="no_company")
    product = Product(
        company_id=owner.company_id, owner=owner, code=tidy_line(code), name=tidy_line(name),
        price=price, currency=owner.currency, pv=pv, lasts_days=lasts_days,
    )  # fmt: skip
    _tidy(product)
    _save(product, force_insert=True)
    record("product.added", product, by=by, after=facts_of(product, PRODUCT_FACTS))
    return product


@transaction.atomic
def change_product(*, product: Product, by: Actor, **values) -> Product:
    """Change code, name, price, PV or how long a piece lasts. Orders keep their prices."""
    if unknown := set(values) - {"code", "name", "price", "pv", "lasts_days"}:
        raise TypeError(f"A product has no {', '.join(sorted(unknown))} to change.")
    texts = {name: tidy_line(values[name]) for name in ("code", "name") if name in values}
    return _change(product, by, "product.changed", {**values, **texts})


@transaction.atomic
def retire_product(*, product: Product, by: Actor) -> Product:
    """Take a product off the list; orders keep it. Twice is once."""
    return _change(product, by, "product.retired", {"is_active": False})


@transaction.atomic
def offer_product(*, product: Product, by: Actor) -> Product:
    """Put a product back on the list. Twice is once."""
    return _change(product, by, "product.offered", {"is_active": True})


def _change(product: Product, by: Actor, kind: str, values: dict) -> Product:
    row = Product.objects.select_for_update().get(pk=product.pk)
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = facts_of(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        _tidy(row)
        row.updated_at = clock.now()
        _save(row, update_fields=[*values, "name_key", "updated_at"])
        record(kind, row, by=by, before=before, after=facts_of(row, values))
    return row


def _tidy(product: Product) -> None:
    """Write money with two digits. Raises ProductRefused, naming the field, where a value misfits."""
    try:
        product.clean_fields(exclude=["company", "owner"])
    except ValidationError as problem:
        field, sentences = next(iter(problem.message_dict.items()))
        raise ProductRefused(sentences[0], field=field) from None
    if (product.lasts_days or 0) > LONGEST:
        raise ProductRefused(_("Up to %(most)d days, please.") % {"most": LONGEST}, field="lasts_days")
    product.pv = product.pv.quantize(CENT)
    price, product.price = product.price, rounded(product.price, product.currency)
    if product.price != price:
        raise ProductRefused(
            _("%(currency)s has no such small change.") % {"currency": product.currency}, field="price"
        )


def _save(product: Product, **options) -> None:
    try:
        with transaction.atomic():
            product.save(**options)
    except IntegrityError:
        same_code = Product.objects.filter(owner=product.owner_id, code=product.code)
        if not same_code.exclude(pk=product.pk).exists():
            raise
        raise ProductRefused(_("You have a product with this code."), field="code") from None
