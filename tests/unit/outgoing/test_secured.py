"""What a secured connection of ours asks of the other side (ASVS 12.1.1)."""

import ssl

from minghua.foundation.outgoing import client


def test_the_other_side_is_certified_and_speaks_tls_1_2_or_more() -> None:
    asked = client.secured()
    assert (asked.minimum_version, asked.verify_mode, asked.check_hostname) == (
        ssl.TLSVersion.TLSv1_2,
        ssl.CERT_REQUIRED,
        True,
    )
