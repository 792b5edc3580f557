"""Which short names and domains an organisation may have, and the name of its schema, which is ours."""

import re
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SLUG = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,39}", re.ASCII)
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
RESERVED_NAMES = """
account accounts admin api app assets auth autoconfig autodiscover billing blog cdn console dev docs ftp help
host imap information-schema internal login localhost mail media mx ns ns1 ns2 pop postgres postmaster public
root security sign-in smtp ssl staging static status support system test tenant tenants webmail wpad www
"""
RESERVED = frozenset(RESERVED_NAMES.split())


def new_schema_name() -> str:
    """Short, never the user's text, never changed: a letter and ten characters drawn at random."""
    return "o" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def check_slug(slug: str) -> None:
    """Refuse what cannot be a host's first part, or would be taken for a part of the site."""
    if not SLUG.fullmatch(slug):
        raise ValidationError(
            _("2 to 40 small letters, digits and single hyphens, beginning with a letter."), code="malformed"
        )
    if slug in RESERVED or slug.startswith(("pg-", "xn-")):
        raise ValidationError(_("This short name is reserved. Choose another."), code="reserved")


def check_domain(domain: str) -> None:
    """Refuse what is not a host name, and the site's own names but for one short name before them."""
    if len(domain) > 253 or not all(LABEL.fullmatch(label) for label in domain.split(".")):
        raise ValidationError(
            _("A host name such as feedback.example.org, without https:// and without a port."),
            code="malformed",
        )
    _check_place(domain)


def _check_place(domain: str) -> None:
    site = settings.SITE_DOMAIN
    if domain == site or domain == f"www.{site}":
        raise ValidationError(_("This is the site's own address. Choose another."), code="reserved")
    if domain.endswith(f".{site}"):
        return check_slug(domain.removesuffix(f".{site}"))
    if "." not in domain or domain.rsplit(".", 1)[1].isdigit():
        raise ValidationError(
            _("A whole host name is needed, such as feedback.example.org."), code="malformed"
        )
    return None


def normal_domain(text: str) -> str:
    """As it is looked up: small letters, international names in their ASCII form, no dot at the end."""
    host = text.strip().lower().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode() if host else ""
    except UnicodeError:
        return host
