from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, usual: str) -> str:
    """The page that was left for this, where that is ours."""
    asked = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/")
    return asked if ours else usual
