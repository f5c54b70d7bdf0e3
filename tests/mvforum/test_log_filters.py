"""Secrets are cut from the log, and errors reach the operator."""

import logging

from mvforum.log_filters import RedactSecretsFilter
from tests.comments.acting import submit_comment


def test_the_secret_of_a_manage_link_is_cut(caplog):
    caplog.handler.addFilter(RedactSecretsFilter())
    logging.getLogger("django.request").error("%s: %s", "Internal", "/posts/x6zCBWw4yM399rcVK7QQRg/edit/")
    logging.getLogger("django.request").error("Internal: /posts/own/12/edit/")
    assert caplog.messages == ["Internal: /posts/…/edit/", "Internal: /posts/own/12/edit/"]


def test_an_error_is_sent_to_the_operator(client, thread, monkeypatch, settings):
    from comments.submission import submit

    monkeypatch.setattr(submit, "judge", lambda submission: 1 / 0)
    client.raise_request_exception = False
    handlers = settings.LOGGING["handlers"]["stderr"]
    assert (handlers["class"], settings.LOGGING["root"]["handlers"]) == ("logging.StreamHandler", ["stderr"])
    response = submit_comment(client, thread)
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content
