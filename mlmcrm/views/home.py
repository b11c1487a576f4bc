from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect


@login_required
def home(request):
    """The bare address leads to the day."""
    return redirect("today")
