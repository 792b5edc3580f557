from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenants.limits import Verdict


def too_many(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """The page for whoever has no account and asked too often; it says how long to wait."""
    minutes = max(1, ceil((verdict.retry_after - 1) / 60))  # a verdict rounds its second up
    answer = render(request, "feedback/too_many.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(verdict.retry_after)
    return answer
