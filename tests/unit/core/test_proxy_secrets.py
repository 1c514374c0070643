"""What must not be quoted of proxies: the password, and the form in which it is sent, of every one that is named."""

from __future__ import annotations

import base64
import os

import pytest

from trellis.core.proxy_secrets import proxy_secrets


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def basic(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://user:pass-word@h:8080", {"pass-word", basic("user:pass-word")}),
        ("http://user:p%40ss%3Aword@h/x@y", {"p@ss:word", basic("user:p@ss:word")}),
        ("socks5://u:p@ss@h", {"p@ss", basic("u:p@ss")}),
        ("user:pass-word@h:8080", {"pass-word", basic("user:pass-word")}),
        ("http://user@h", {basic("user:")}),
        ("http://user:abc@h", {basic("user:abc")}),
        ("http://h:8080", set()),
        ("http://h/x@y", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_password_and_what_is_sent_of_it(url: str | None, found: set[str]) -> None:
    assert {secret.reveal() for secret in proxy_secrets(url)} == found


def test_those_of_the_environment_count_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://a:first-one@h")
    monkeypatch.setenv("http_proxy", "http://b:second-one@h")
    shown = {secret.reveal() for secret in proxy_secrets("http://c:third-one@h")}
    assert {"first-one", "second-one", "third-one"} <= shown
