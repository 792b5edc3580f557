"""Of allauth's pages the one that we answer otherwise; on its own, as its forms read our adapter."""

from typing import Any

from allauth.account import views


class PasswordResetFromKeyView(views.PasswordResetFromKeyView):
    """A link that opens nothing is 410, as that of an invitation."""

    def render_to_response(self, context: dict[str, Any], **facts: Any) -> Any:
        return super().render_to_response(context, status=410 if context.get("token_fail") else 200, **facts)
