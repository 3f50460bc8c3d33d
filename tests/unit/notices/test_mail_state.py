"""When a notice is mailed: the wish of the person before the mode of the notice."""

import pytest

from minghua.config.mail import FILES, SMTP, UnknownMailAddress, mail_settings
from minghua.foundation.notices.rules import digest_due, mail_state
from minghua.foundation.notices.types import BOTH, Carrier, MailState, NoticeMode, Wish

TABLE = [
    (NoticeMode.INSTANT, BOTH, Wish.DEFAULT, False, True, MailState.WAITING),
    (NoticeMode.DAILY, BOTH, Wish.DEFAULT, False, True, MailState.DIGEST),
    (NoticeMode.ARCHIVE, BOTH, Wish.INSTANT, True, True, MailState.NONE),
    (NoticeMode.INSTANT, (Carrier.IN_APP,), Wish.INSTANT, False, True, MailState.NONE),
    (NoticeMode.INSTANT, BOTH, Wish.DEFAULT, False, False, MailState.NONE),
    (NoticeMode.INSTANT, BOTH, Wish.DAILY, False, True, MailState.DIGEST),
    (NoticeMode.DAILY, BOTH, Wish.INSTANT, False, True, MailState.WAITING),
    (NoticeMode.INSTANT, BOTH, Wish.NEVER, False, True, MailState.NONE),
    (NoticeMode.INSTANT, BOTH, Wish.NEVER, True, True, MailState.WAITING),
]


@pytest.mark.parametrize(("mode", "carriers", "wish", "must", "has_address", "state"), TABLE)
def test_how_the_mail_of_a_notice_begins(mode, carriers, wish, must, has_address, state):
    assert mail_state(mode, carriers, wish, must=must, has_address=has_address) == state


@pytest.mark.parametrize(
    ("chosen", "hour", "due"), [(None, 7, False), (None, 8, True), (18, 17, False), (18, 19, True), (0, 0, True)]
)
def test_a_digest_leaves_at_its_hour_or_later_when_that_was_missed(chosen, hour, due):
    assert digest_due(chosen, hour=hour) is due


def test_a_mail_server_is_one_address(tmp_path):
    found = mail_settings("smtp+tls://ming:p%40ss@mail.example:2525", folder=tmp_path)
    named = {key: found[key] for key in ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD")}
    assert named == {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_PASSWORD": "p@ss",
    }
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert mail_settings("", folder=tmp_path)["EMAIL_BACKEND"] == FILES
    with pytest.raises(UnknownMailAddress):
        mail_settings("http://mail.example", folder=tmp_path)
