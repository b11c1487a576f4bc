"""Forms of orders and products."""

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.forms import LINK
from customers.contacts import LONGEST_EMAIL
from customers.models import Customer
from followups import enclosing
from followups.coach import advice_for
from followups.coaching import USUAL
from followups.models.promise import PromiseKind
from kit.answers import refuse
from kit.forms import DayInput, NumberText
from kit.ids import uuid7
from kit.templatetags.kept import day
from sales.basket import LONGEST_TEXT, Basket, read_basket
from sales.joining import agreement_in_force, countries, country_of, mark_of, places_under
from sales.models import KnowledgeCard, Order, Product
from sales.models.order import OrderState, Place, Purpose

EVERY_STATE = [("", _("every state")), *OrderState.choices]
EVERY_PURPOSE = [("", _("every purpose")), *Purpose.choices]


class OrderForm(forms.Form):
    """An order, typed or picked from the list."""

    person = forms.UUIDField(
        required=False,
        label=_("Person"),
        widget=forms.HiddenInput,
        error_messages={"invalid": _("There is no such person.")},
    )
    typed = forms.CharField(
        required=False,
        label=_("What was ordered?"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "enterkeyhint": "done"}),
    )
    purpose = forms.ChoiceField(
        required=False, label=_("The goods are"), choices=Purpose, widget=forms.RadioSelect
    )
    told_delivery_on = forms.DateField(
        required=False,
        label=_("Delivery promised for"),
        widget=DayInput,
        help_text=_("Tell the customer one day later than you plan."),
    )
    planned_delivery_on = forms.DateField(required=False, label=_("Delivery planned for"), widget=DayInput)
    place_of_sale = forms.ChoiceField(
        required=False, label=_("Sold"), choices=[("", _("not noted")), *Place.choices]
    )
    ordered_on = forms.DateField(required=False, label=_("Ordered on"), widget=DayInput)
    extras = forms.CharField(
        required=False,
        label=_("Extras given"),
        max_length=500,
        help_text=_("A sample, a card: what came with it for nothing."),
    )
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, owner, initial=None, **kwargs):
        fresh = {"request_key": str(uuid7()), "purpose": Purpose.CUSTOMER, "ordered_on": owner.today()}
        super().__init__(*args, initial={**fresh, **(initial or {})}, **kwargs)
        if self.initial["purpose"] != Purpose.CUSTOMER:
            self.fields["purpose"].choices = [
                (purpose.value, purpose.label) for purpose in (Purpose.OWN_USE, Purpose.STOCK)
            ]
        self.owner = owner
        if not self.is_bound and self.initial["purpose"] == Purpose.CUSTOMER:
            self.fields["told_delivery_on"].help_text = _day_to_tell(owner)
        self.basket: Basket | None = read_basket(owner, self.data) if self.is_bound else None

    def clean_purpose(self):
        return self.cleaned_data["purpose"] or Purpose.CUSTOMER

    def clean(self):
        values = self.cleaned_data
        if values.get("purpose") == Purpose.CUSTOMER and "person" not in self.errors:
            values["person"] = self._person(values.get("person"))
        else:
            values["person"] = None
        for sentence in [*self.basket.complaints, *self.basket.open_questions]:
            self.add_error("typed", sentence)
        return values

    def _person(self, pk):
        person = Customer.objects.visible_to(self.owner).filter(pk=pk).first() if pk else None
        if person is None:
            self.add_error("person", _t("There is no such person.") if pk else _t("Say who ordered."))
        return person

    def refuse(self, refusal) -> None:
        """Show why an order was refused; the next attempt is one of its own."""
        refuse(self, refusal, lines="typed")
        if refusal.code == "request_key_used":
            self.data = self.data.copy()
            self.data["request_key"] = str(uuid7())


def _day_to_tell(owner) -> str:
    """What the coach proposes for a delivery that is promised today."""
    advice = advice_for(owner, "", PromiseKind.DELIVERY)
    if advice.proposal.basis == USUAL:
        said = _t("Tell them %(day)s: deliveries usually come by %(due)s, and one day is in hand.")
    else:
        said = _t("Tell them %(day)s: nine of ten deliveries would come by %(due)s, and one day is in hand.")
    return said % {"day": day(advice.told_on), "due": day(advice.due_on)}


class OrderChangeForm(forms.ModelForm):
    """What can be changed of an order: its delivery, its place and its extras."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Order
        fields = ["told_delivery_on", "planned_delivery_on", "place_of_sale", "extras"]
        widgets = {"told_delivery_on": DayInput, "planned_delivery_on": DayInput}
        help_texts = {"told_delivery_on": _("Tell the customer one day later than you plan.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class DeliveryForm(forms.Form):
    """The day on which the goods arrived."""

    on = forms.DateField(label=_("Delivered on"), widget=DayInput)


class ReasonForm(forms.Form):
    """Why an order no longer counts."""

    reason = forms.CharField(label=_("Why?"), max_length=500)


class FindForm(forms.Form):
    """Which orders to show."""

    q = forms.CharField(
        required=False, label=_("Person or order number"), max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label=_("State"), choices=EVERY_STATE)
    purpose = forms.ChoiceField(required=False, label=_("Purpose"), choices=EVERY_PURPOSE)


class CardForm(forms.ModelForm):
    """Something worth knowing, written down, perhaps with a document."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("A document with it"),
        required=False,
        allow_empty_file=True,  # said in the words of the reader
        widget=forms.FileInput({"accept": ",".join(enclosing.ENDINGS)}),
        help_text=_("A PDF, PNG or JPEG up to 2 MB."),
    )
    take_out = forms.BooleanField(label=_("Take the document out"), required=False)

    class Meta:
        model = KnowledgeCard
        fields = ["kind", "product", "title", "text"]

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.visible_to(viewer).order_by("name_key", "pk")
        self.fields["product"].empty_label = _t("about no product")
        self.initial["version"] = self.instance.version
        if self.instance.owner_id is None:
            del self.fields["version"]
        if not self.instance.document:
            del self.fields["take_out"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return None
        beginning = file.read(enclosing.BEGINNING)
        file.seek(0)
        if fault := enclosing.fault_in(file.name, file.size, beginning):
            raise forms.ValidationError(fault)
        return file

    def handed_in(self):
        return self.cleaned_data["file"]

    def takes_out(self) -> bool:
        return bool(self.cleaned_data.get("take_out"))

    def values(self) -> dict:
        """What was typed, as a card has it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "take_out")}


class ProductForm(forms.ModelForm):
    """A product of one's own."""

    class Meta:
        model = Product
        fields = ["name", "code", "price", "pv", "lasts_days"]
        widgets = {
            "price": NumberText({"class": "short number"}, decimals=True),
            "pv": NumberText({"class": "short number"}, decimals=True),
            "lasts_days": NumberText({"class": "short number"}),
        }
        help_texts = {"code": _("Short, as on the price list. It can be typed into an order.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pv"].required = False

    def clean_pv(self):
        return self.cleaned_data["pv"] or 0


class JoinForm(forms.Form):
    """What a stranger says who would like to join. `subject` is for programs; people do not see it."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("Your email"), max_length=LONGEST_EMAIL)
    country = forms.ChoiceField(label=_("Country"), choices=())
    agrees = forms.BooleanField(
        label=_("I have read the text above and agree to it"),
        error_messages={"required": _("Without your yes nobody joins.")},
    )
    agreement = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    subject = forms.CharField(required=False)

    def __init__(self, *args, owner, initial=None, **kwargs):
        country = country_of(owner)
        super().__init__(*args, initial={"country": country, **(initial or {})}, **kwargs)
        self.owner = owner
        self.fields["country"].choices = countries(get_language() or "en")
        self.shown = agreement_in_force(owner.company, self.chosen("country"))

    def chosen(self, name: str) -> str:
        """What stands in a field, as it was typed."""
        return str(self[name].value() or "")

    def clean_name(self) -> str:
        """A name goes out in a letter to an address that nobody confirmed yet: it carries no message."""
        name = " ".join(self.cleaned_data["name"].split())
        if LINK.search(name):
            raise forms.ValidationError(_t("Only your name, please, without an address or a link."))
        return name

    def clean(self):
        values = super().clean()
        if values.get("agrees") and values.get("agreement") != mark_of(self.shown):
            self.add_error(
                "agrees", _t("Another text holds for this country. Read it, please, and agree again.")
            )
        return values


class EnrolForm(JoinForm):
    """The same, filled in by the distributor with the person beside them."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("Email"), max_length=LONGEST_EMAIL, required=False,
        help_text=_("They get a link to sign in. Without one they stand in the team all the same."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("It is agreed"), choices=Place)
    placed_under = forms.CharField(
        label=_("Placed under"), max_length=200, required=False,
        help_text=_("Empty is under you. Else the name or number of somebody in your line."),
    )  # fmt: skip
    number = forms.CharField(label=_("Account number"), max_length=40, required=False)
    agrees = forms.BooleanField(
        label=_("They have read the text above and agree to it"),
        error_messages={"required": _("Without their yes nobody joins.")},
    )
    subject = None

    def clean_placed_under(self):
        typed = self.cleaned_data["placed_under"].strip()
        if not typed:
            return None
        line = places_under(self.owner).filter(Q(number=typed) | Q(name_key=typed.casefold()[:200]))
        found = list(line.order_by("depth", "pk")[:3])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_t("Nobody in your line is called so."))
        numbers = ", ".join(one.number for one in found if one.number)
        said = _t("Several people in your line are called so. Type the account number: %(numbers)s.")
        raise forms.ValidationError(said % {"numbers": numbers})
