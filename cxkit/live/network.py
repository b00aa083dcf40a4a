"""Where phones can reach this machine."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.request

import psutil

# Interfaces that no phone in the room can reach: containers, virtual machines, VPNs.
_NOT_THE_ROOM = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "wg", "utun", "zt", "tailscale")


def addresses() -> list[str]:
    """Return the IPv4 addresses at which phones may reach this machine, likeliest first; or loopback."""
    found = [
        address.address
        for name, known in psutil.net_if_addrs().items()
        if not name.lower().startswith(_NOT_THE_ROOM)
        for address in known
        if address.family == socket.AF_INET and not ipaddress.ip_address(address.address).is_loopback
    ]
    found.sort(key=lambda address: (address != _routed(), ipaddress.ip_address(address).is_link_local))
    return found or ["127.0.0.1"]


def free_port(wanted: int, host: str = "0.0.0.0") -> int:  # noqa: S104  (phones must reach it)
    """Return the first free port from `wanted` on. Raises OSError when fifty in a row are taken."""
    for port in range(wanted, wanted + 50):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
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
