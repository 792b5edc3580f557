from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.views.too_many import too_many
from ideas.actions.taking_part import wish_mails
from ideas.models import PanelMember
from tenants.limits import allow, client_address
from tenants.public import form_language, kept_by_nobody, speak

A_MINUTE = 30


@csrf_exempt  # RFC 8058: the mail program posts it, without a session
@kept_by_nobody
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails about a board; asked by GET, done by POST, so that a scanner of links does nothing."""
    if not (verdict := allow(f"stop {client_address(request)}", A_MINUTE, 60)):
        return too_many(request, verdict)
    member = get_object_or_404(PanelMember.objects.by_stop_token(token).select_related("board", "customer"))
    speak(form_language(request, [code for code, _name in settings.LANGUAGES], member.language))
    if request.method == "POST":
        wish_mails(member, wished=False, text=_("Write me no mails about this board."))
    context = {"done": request.method == "POST", "member": member}
    return render(request, "ideas/panel/stop.html", context)
