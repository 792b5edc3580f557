from django.urls import NoReverseMatch, reverse


def path_of(page: str, *arguments: object) -> str:
    """Where a page is, or nothing where this organisation's site has none."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""
