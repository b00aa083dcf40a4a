"""The address on the projector is the one that phones can reach."""

from __future__ import annotations

import pytest

from cxkit.live.serving.network import ranked


@pytest.mark.parametrize(
    ("known", "routed", "first"),
    [
        ([("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("wlan0", "192.168.1.5")], "192.168.1.5", "192.168.1.5"),
        ([("tun0", "10.8.0.2"), ("wlp2s0", "192.168.1.5")], "10.8.0.2", "192.168.1.5"),
        ([("utun4", "100.64.0.9"), ("en0", "10.0.0.7"), ("bridge100", "192.168.64.1")], "100.64.0.9", "10.0.0.7"),
        ([("eth0", "169.254.3.4"), ("wlan0", "172.20.10.2")], "", "172.20.10.2"),
        ([("eth0", "10.1.1.1"), ("wlan0", "192.168.1.5")], "192.168.1.5", "192.168.1.5"),
        ([("vEthernet (WSL)", "172.28.0.1"), ("Wi-Fi", "192.168.0.3")], "172.28.0.1", "192.168.0.3"),
        ([("VirtualBox Host-Only Network", "192.168.56.1"), ("Wi-Fi", "10.0.0.3")], "", "10.0.0.3"),
        ([("lo", "127.0.0.1")], "127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_likeliest_address_comes_first(known: list[tuple[str, str]], routed: str, first: str) -> None:
    """Not loopback, container, VPN or link-local, even where the machine itself goes out by a VPN."""
    assert ranked(known, routed=routed)[0] == first


def test_the_others_stay_one_click_away_and_loopback_does_not() -> None:
    """The list may be wrong about an interface, so nothing that a phone might reach is left out."""
    known = [("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth0", "169.254.3.4"), ("wlan0", "192.168.1.5")]
    assert ranked(known, routed="") == ["192.168.1.5", "169.254.3.4", "172.17.0.1"]
