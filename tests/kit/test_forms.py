import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from kit.forms import ClockInput, DayInput, NumberText


class Order(forms.Form):
    amount = forms.IntegerField(
        label="Amount", widget=NumberText(), error_messages={"invalid": "A number, please. For example 2."}
    )
    promised = forms.DateField(
        label="Promised for", widget=DayInput(), help_text="A day later than you plan.", required=False
    )
    at = forms.TimeField(label="At", widget=ClockInput(), required=False)
    place = forms.ChoiceField(
        label="Place", widget=forms.RadioSelect, choices=[("h", "At home"), ("m", "At a market")]
    )
    thanks = forms.BooleanField(label="Send a thank-you", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def show(source, form):
    html = Template("{% load kept %}" + source).render(Context({"form": form}))
    return re.sub(r"<svg.*?</svg>", "", re.sub(r">\s+<", "><", html)).strip()


def test_label_hint_and_error_are_tied_to_the_input():
    assert show("{% field form.promised %}", Order({"promised": "30 February"})) == (
        '<div class="field"><label for="id_promised">Promised for</label>'
        '<input type="date" name="promised" value="30 February" class="input"'
        ' aria-describedby="id_promised_helptext id_promised_error" aria-invalid="true" id="id_promised">'
        '<p class="hint" id="id_promised_helptext">A day later than you plan.</p>'
        '<div id="id_promised_error"><p class="error">Enter a valid date.</p></div></div>'
    )


def test_a_field_without_hint_or_error_describes_nothing():
    assert show("{% field form.at %}", Order()) == (
        '<div class="field"><label for="id_at">At</label><input type="time" name="at" class="input" id="id_at"></div>'
    )


def test_other_keywords_become_attributes_and_false_removes_one():
    shown = show('{% field form.amount hx_get="/x/" inputmode=False hide_label=True %}', Order())
    assert shown == (
        '<div class="field"><label for="id_amount" class="visually-hidden">Amount</label>'
        '<input type="text" name="amount" autocomplete="off" hx-get="/x/" class="input" required id="id_amount"></div>'
    )


def test_a_choice_is_a_fieldset_whose_parts_can_be_named():
    assert show("{% field form.place %}", Order({})) == (
        '<fieldset class="field choices" aria-describedby="id_place_error"><legend>Place</legend>'
        '<label class="choice"><input type="radio" name="place" value="h" id="id_place_0" required aria-invalid="true">'
        '<span class="grow">At home</span></label>'
        '<label class="choice"><input type="radio" name="place" value="m" id="id_place_1" required aria-invalid="true">'
        '<span class="grow">At a market</span></label>'
        '<div id="id_place_error"><p class="error">This field is required.</p></div></fieldset>'
    )


def test_a_tick_stands_before_its_words():
    assert show("{% field form.thanks %}", Order()) == (
        '<div class="field"><label class="choice"><input type="checkbox" name="thanks" id="id_thanks">'
        '<span class="grow">Send a thank-you</span></label></div>'
    )


def test_a_password_can_be_shown_and_is_never_sent_back():
    shown = show("{% field form.password %}", Order({"password": "six green apples"}))
    assert 'data-show="id_password"' in shown
    assert "six green apples" not in shown


def test_a_hidden_field_is_only_its_input():
    assert show("{% field form.token %}", Order()) == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_leads_to_each_field_and_takes_the_focus():
    form = Order({"amount": "two", "place": "h"})
    form.add_error(None, "An order needs a line.")
    assert show("{% form_errors form %}", form) == (
        '<div class="notice risk" role="alert" tabindex="-1" autofocus><div>'
        '<p class="strong">One thing to look at</p><p>An order needs a line.</p>'
        '<ul><li><a href="#id_amount">Amount: A number, please. For example 2.</a></li></ul></div></div>'
    )


def test_the_summary_of_a_choice_leads_to_its_first_part():
    assert '<a href="#id_place_0">' in show("{% form_errors form %}", Order({"amount": "2"}))


def test_a_question_has_no_colon_in_the_summary():
    form = Order({"amount": "two", "place": "h"})
    form.fields["amount"].label = "How many?"
    assert ">How many? A number, please. For example 2.</a>" in show("{% form_errors form %}", form)


def test_a_valid_or_fresh_form_has_no_summary():
    assert show("{% form_errors form %}", Order()) == ""
    assert show("{% form_errors form %}", Order({"amount": "2", "place": "h"})) == ""


def test_a_whole_form_is_its_summary_and_its_fields_in_order():
    shown = show("{{ form }}", Order({}))
    assert re.findall(r'name="(\w+)"', shown) == [
        "token", "amount", "promised", "at", "place", "place", "thanks", "password",
    ]  # fmt: skip
    assert shown.index("notice risk") < shown.index("<label")


def test_days_and_times_are_exchanged_in_one_form_in_every_language():
    with translation.override("de"):
        form = Order(initial={"promised": "2026-11-24", "at": "09:30:00"})
        assert 'value="2026-11-24"' in str(form["promised"])
        bound = Order({"amount": "1", "place": "h", "promised": "2026-11-24", "at": "09:30"})
        assert bound.is_valid()
        assert (bound["promised"].value(), bound["at"].value()) == ("2026-11-24", "09:30")
