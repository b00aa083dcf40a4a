"""Where phones can reach this machine."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.request
from collections.abc import Iterable
from contextlib import suppress

import psutil

# Interfaces that no phone in the room can reach: containers, virtual machines, VPNs, links between machines.
_NOT_THE_ROOM = (
    "docker", "br-", "veth", "virbr", "lxc", "lxd", "podman", "cni", "flannel", "cali", "vethernet", "vmnet", "vboxnet",
    "virtualbox", "vmware", "hyper-v", "bridge", "tun", "tap", "wg", "wireguard", "utun", "ppp", "ipsec", "zt",
    "zerotier", "tailscale", "nordlynx", "awdl", "llw",
)  # fmt: skip


def addresses() -> list[str]:
    """Return the IPv4 addresses at which phones may reach this machine, likeliest first; or loopback."""
    running = {name for name, state in psutil.net_if_stats().items() if state.isup}
    known = [
        (name, address.address)
        for name, found in psutil.net_if_addrs().items()
        for address in found
        if address.family == socket.AF_INET and name in running
    ]
    return ranked(known, routed=_routed())


def ranked(known: Iterable[tuple[str, str]], *, routed: str) -> list[str]:
    """Return the addresses of (interface, address) pairs without loopback, likeliest first; or loopback alone.

    routed: the address that the machine would send from. A VPN often takes that over, so it counts only among
    interfaces that are not one. What is unlikely stays in the list: it is one click away.
    """

    def unlikely(place: tuple[str, str]) -> tuple[bool, bool, bool]:
        name, address = place
        strange = name.lower().startswith(_NOT_THE_ROOM) or "virtual" in name.lower()
        return strange, ipaddress.ip_address(address).is_link_local, address != routed

    real = [place for place in known if not ipaddress.ip_address(place[1]).is_loopback]
    return [address for _, address in sorted(real, key=unlikely)] or ["127.0.0.1"]


def free_port(wanted: int, host: str = "0.0.0.0") -> int:  # noqa: S104  (phones must reach it)
    """Return the first free port from `wanted` on. Raises OSError when fifty in a row are taken."""
    for port in range(wanted, wanted + 50):
        # A program that has the port on loopback alone is not in the way of all others everywhere, yet it would answer.
        with suppress(OSError):  # each system has rules of its own for what is in use: the library knows them
            for address in dict.fromkeys((host, "127.0.0.1")):
                socket.create_server((address, port)).close()
            return port
    raise OSError(f"the ports {wanted}–{wanted + 49} are all in use")


def answers(url: str) -> bool:
    """Say whether a server answers there."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  (our own http address)
            return bool(answer.status == 200)
    except (OSError, http.client.HTTPException):
        return False


def _routed() -> str:
    """Return the address that the machine would send from; a UDP socket is connected, nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
