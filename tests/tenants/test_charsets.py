"""What cannot be read is refused in words, and is no failure of ours."""

import pytest

PATHS = ("/pulse/", "/unnamed/hand-in/", "/unnamed/receipt/", "/accounts/login/", "/api/v1/ideas/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("charset", ["utf-16", "idna", "base64", "undefined", "nothing"])
def test_another_charset_is_refused(client_of, acme, path, charset):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client_of(acme).generic("POST", path, b"a=b", f"{kind}; charset={charset}")
        assert answer.status_code == 415


@pytest.mark.parametrize("path", PATHS)
def test_a_form_that_breaks_off_is_answered_as_that(client_of, acme, path):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n'
    )
    answer = client_of(acme).generic("POST", path, body, "multipart/form-data; boundary=x")
    assert answer.status_code < 500
