"""For probes: is the process alive, is the product ready. Open to all, so they tell no more than that."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mlmcrm import health


@never_cache
@require_safe
def alive(request):
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request):
    found = health.examine()
    if found.reasons:
        reasons = [asdict(reason) for reason in found.reasons]
        response = JsonResponse({"status": "not ready", "reasons": reasons}, status=503)
        response._has_been_logged = True  # Django's own mark; a probe asks every few seconds
        return response
    return JsonResponse({"status": "ready", "seconds_since": found.ages})
