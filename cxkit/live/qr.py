"""QR codes that are read in every surrounding: dark on a white of their own, with the quiet zone that readers need."""

from functools import lru_cache

import segno
from segno.helpers import make_wifi_data


@lru_cache(maxsize=32)
def picture(text: str) -> str:
    """Return a QR code as the address of a picture.

    Its white is drawn, not a page's background: that is gone in print, in forced colours and where a browser darkens.
    """
    return segno.make(text, error="m", micro=False).svg_data_uri(border=4, dark="#000", light="#fff")


def wifi(name: str, password: str) -> str:
    """Return the picture that brings phones into a network; without a password, into an open one."""
    return picture(make_wifi_data(name, password or None, "WPA" if password else None))
