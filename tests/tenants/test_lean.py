"""What is kept by the thread is its own."""

import inspect
import re
import threading

import pytest
from django.db import connection, connections
from django.urls import base, get_script_prefix, get_urlconf, set_script_prefix, set_urlconf
from django.utils import translation
from django.utils.connection import BaseConnectionHandler
from django.utils.translation import trans_real


@pytest.mark.parametrize(
    ("holder", "name", "source"),
    [
        (connections, "_connections", BaseConnectionHandler),
        (trans_real, "_active", trans_real),
        (base, "_prefixes", base),
        (base, "_urlconfs", base),
    ],
)
def test_django_looks_for_it_where_we_keep_it(holder, name, source):
    assert isinstance(getattr(holder, name), threading.local)
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
