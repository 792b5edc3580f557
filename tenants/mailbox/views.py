from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.mailbox import store

SHOWN = 100


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the demo did not send, for whoever is signed in."""
    return render(request, "tenants/mails.html", {"mails": store.newest(SHOWN)})


@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    found = store.find(key)
    if found is None:
        raise Http404
    return render(request, "tenants/mail.html", {"mail": found})
