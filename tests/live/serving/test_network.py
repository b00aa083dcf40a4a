"""The address on the projector is the one that phones can reach."""

from __future__ import annotations

import socket

import pytest

from cxkit.live.serving.network import free_port, ranked


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


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_that_somebody_listens_at_is_passed_over(address: str) -> None:
    """On every address, or on loopback alone: the facilitator's own browser would meet the other program."""
    with socket.create_server((address, 0)) as other:
        taken = int(other.getsockname()[1])
        assert taken < free_port(taken) < taken + 50


def test_a_port_that_was_just_closed_is_free_again() -> None:
    """A server that is started again finds its own port, though connections to it still linger."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as phone:
            answered, _ = server.accept()
            answered.close()  # who closes first is who lingers
            phone.recv(1)
    assert free_port(port, "127.0.0.1") == port
