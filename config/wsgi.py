import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def read_code() -> None:
    """Most of what a process reads once in its life, before the first reader waits for it; and none of it is
    looked through again, 80 ms in the middle of somebody's page, by the garbage collector."""
    for addresses in (settings.ROOT_URLCONF, settings.PLAIN_URLCONF):
        get_resolver(addresses).reverse_dict  # noqa: B018 - reading it reads every address and its view
    get_template("base.html")
    gc.collect()
    gc.freeze()


read_code()
