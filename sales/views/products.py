"""The catalogue: what there is to sell, and a distributor's own products."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.answers import refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from sales import actions
from sales.forms import ProductForm
from sales.models import Product
from sales.views.answers import say

ROWS = 100


@login_required
@require_safe
def products(request):
    """The company's catalogue and my own products; what is off the list on demand."""
    retired = request.GET.get("show") == "retired"
    rows = Product.objects.visible_to(request.user).filter(is_active=not retired)
    try:
        page = page_of(rows, order=("name_key", "id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    return render(request, "sales/products.html", {"page": page, "retired": retired})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Add a product of my own."""
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = actions.add_product(owner=request.user, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            say(request, _("%(name)s is for sale.") % {"name": product.name}, product, "product.added")
            return redirect("products")
    return _form_page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change a product of my own."""
    product = _mine(request, pk)
    form = ProductForm(request.POST or None, instance=product)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_product(product=product, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            say(request, _("%(name)s is changed.") % {"name": changed.name}, changed, "product.changed")
            return redirect("products")
    return _form_page(request, form)


@login_required
@require_POST
def retire(request, pk):
    """Take a product of my own off the list."""
    product = actions.retire_product(product=_mine(request, pk), by=request.by)
    say(request, _("%(name)s is off the list.") % {"name": product.name}, product, "product.retired")
    return redirect("products")


@login_required
@require_POST
def offer(request, pk):
    """Put a product of my own back on the list."""
    product = actions.offer_product(product=_mine(request, pk), by=request.by)
    say(request, _("%(name)s is for sale again.") % {"name": product.name}, product, "product.offered")
    return redirect("products")


def _mine(request, pk) -> Product:
    return get_object_or_404(Product.objects.editable_by(request.user), pk=pk)


def _form_page(request, form: ProductForm):
    status = 422 if form.errors else 200
    return render(request, "sales/product_form.html", {"form": form}, status=status)
