"""What is kept by the thread is its own."""

import inspect
import os
import re
import subprocess
import sys
import threading

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.db import connection, connections
from django.urls import base, get_script_prefix, get_urlconf, set_script_prefix, set_urlconf
from django.utils import timezone, translation
from django.utils.connection import BaseConnectionHandler
from django.utils.translation import trans_real

from tenants.places import PROJECT

STARTED = """
import django
django.setup()
from django.db import connections
from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

from tenants.places import PROJECT
kept = [connections._connections, trans_real._active, timezone._active, base._prefixes, base._urlconfs]
print(*(type(place).__module__ for place in kept))
"""


def test_a_process_that_starts_keeps_it_all_by_thread():
    """In a process of its own: where a test changes a setting, Django's test signals put their own back."""
    started = [sys.executable, "-c", STARTED]
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    told = subprocess.run(
        started, env=os.environ | settings, capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert told.stdout.split() == ["_thread"] * 5


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (BaseConnectionHandler, "_connections"),
        (trans_real, "_active"),
        (timezone, "_active"),
        (base, "_prefixes"),
        (base, "_urlconfs"),
    ],
)
def test_django_looks_for_it_under_this_name(source, name):
    assert re.search(rf"\b{name}\b", inspect.getsource(source))


def in_a_thread(function):
    """What it gave there."""
    heard = []
    listener = threading.Thread(target=lambda: heard.append(function()))
    listener.start()
    listener.join()
    return heard[0]


def test_each_thread_speaks_its_own_language():
    def listen():
        before = translation.get_language()
        with translation.override("de"):
            return before, translation.gettext("Yes")

    with translation.override("fr"):
        assert in_a_thread(listen) == ("en", "Ja")
        assert translation.gettext("Yes") == "Oui"


def test_each_thread_reads_its_own_clock():
    def look():
        before = timezone.get_current_timezone_name()
        with timezone.override("Asia/Tokyo"):
            return before, timezone.get_current_timezone_name()

    with timezone.override("Europe/Prague"):
        assert in_a_thread(look) == (django_settings.TIME_ZONE, "Asia/Tokyo")
        assert timezone.get_current_timezone_name() == "Europe/Prague"


def test_a_setting_that_was_read_is_found_where_it_is_kept(settings):
    """No step in between; and a setting that is changed, or is not there, is told as before."""
    assert LazySettings.__getattribute__ is object.__getattribute__
    before = settings.SITE_DOMAIN
    settings.SITE_DOMAIN = "another.example"
    assert django_settings.SITE_DOMAIN == "another.example"
    settings.SITE_DOMAIN = before
    assert before == django_settings.SITE_DOMAIN
    with pytest.raises(AttributeError, match="NO_SUCH_SETTING"):
        django_settings.NO_SUCH_SETTING  # noqa: B018 - reading it is what is tried


def test_each_thread_has_a_connection_of_its_own():
    assert in_a_thread(lambda: connections["default"]) is not connections["default"]
    assert connections["default"] is connections["default"]
    assert connection.alias == "default"


def test_each_thread_has_addresses_of_its_own():
    set_urlconf("config.plain_urls")
    set_script_prefix("/below/")
    try:
        assert in_a_thread(lambda: (get_urlconf(), get_script_prefix())) == (None, "/")
        assert (get_urlconf(), get_script_prefix()) == ("config.plain_urls", "/below/")
    finally:
        set_urlconf(None)
        set_script_prefix("/")
