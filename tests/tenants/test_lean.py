"""What is kept by the thread is its own."""

import threading

from django.db import connection, connections
from django.urls import get_script_prefix, get_urlconf, set_script_prefix, set_urlconf
from django.utils import translation


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
