"""Where phones can reach this machine, and the port at which it listens."""

import errno
import http.client
import ipaddress
import re
import socket
from collections.abc import Iterable
from contextlib import ExitStack

import psutil

from cxkit.live.serving.ports import UNOPENED

# Systems name their own cards in few ways, and makers of VPNs and virtual machines theirs in hundreds: so the real ones
# are known by name, and a strange name comes after them.
_WIRELESS = re.compile(r"wl|wi-?fi|.*(wireless|drahtlos|inal.mbric|sans.fil|sem.fio|لاسلكي)")
_WIRED = re.compile(r"en|eth\d|em\d|p\d|(ethernet|local area connection)$")
_VIRTUAL = re.compile(
    r"(docker|br-|veth|virbr|lx[cd]|podman|cni|flannel|cali|vmnet|u?tun|wg|ppp|ipsec|zt|awdl|llw|gpd|cscotun|wwan)"
    r"|.*(vpn|virtual|vbox|vmware|hyper-v|tap|wireguard|warp|zerotier|tailscale|hamachi|radmin|nordlynx|bluetooth)"
)
_SHARED = re.compile(r"bridge\d+ 192\.168\.2\.1$|.* (10\.42\.\d+|192\.168\.137)\.1$")
"""Interfaces and addresses of a Mac, of Linux, of Windows in a network that they share."""
_WITH_US, _NEAR, _SOMEWHERE, _NOWHERE = range(4)
_NO_SUCH_FAMILY = {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT}
NO_NETWORK = "http://127.0.0.1:"
"""How the address begins where no phone can come."""
QUEUE = 2048
"""How many phones the system lets wait at the door: all of them come at once after a restart."""
EVERYWHERE, LOOPBACK = ("0.0.0.0", "::"), ("127.0.0.1", "::1")  # noqa: S104  (phones must reach it)


def places(port: int) -> list[str]:
    """Return where phones may reach a port of this machine at this moment ("http://192.168.1.5:8765"), likeliest first.

    IPv6 only where there is no IPv4; loopback where there is no network.
    """
    known: dict[int, list[tuple[str, str]]] = {socket.AF_INET: [], socket.AF_INET6: []}
    running = {name for name, state in psutil.net_if_stats().items() if state.isup}
    for name, found in psutil.net_if_addrs().items():
        for family, address, *_ in found if name in running else ():
            # What needs a zone ("fe80::1%eth0") cannot stand in an address bar.
            if family in known and "%" not in address and not ipaddress.ip_address(address).is_loopback:
                known[family].append((name, address))
    likely = ranked(known[socket.AF_INET] or known[socket.AF_INET6], routed=_routed())
    return [f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}" for address in likely]


def ranked(known: Iterable[tuple[str, str]], *, routed: str) -> list[str]:
    """Return the addresses of (interface, address) pairs without loopback, likeliest first; or loopback alone.

    routed: the address that the machine would send from. A VPN often takes that over, so it decides only between cards
    of one kind. What is unlikely stays in the list: it is one click away.
    """

    def unlikely(place: tuple[str, str]) -> tuple[bool, bool, int, bool]:
        kind = _kind(*place)
        return kind == _NOWHERE, ipaddress.ip_address(place[1]).is_link_local, kind, place[1] != routed

    real = [place for place in known if not ipaddress.ip_address(place[1]).is_loopback]
    return [address for _, address in sorted(real, key=unlikely)] or ["127.0.0.1"]


def _kind(name: str, address: str) -> int:
    """Return how near phones are: on Wi-Fi, or a network that this machine shares; on cable; who knows; nowhere."""
    name = name.lower()
    if _VIRTUAL.match(name):
        return _NOWHERE
    if _WIRELESS.match(name) or _SHARED.match(f"{name} {address}"):
        return _WITH_US
    if address.endswith(".1"):  # this machine made that network, for machines within it
        return _NOWHERE
    return _NEAR if _WIRED.match(name) else _SOMEWHERE


def listen(port: int, host: str = EVERYWHERE[0]) -> list[socket.socket]:
    """Listen at a port, on IPv6 wherever on IPv4. Raises OSError where another program has it on either of them.

    A program that has the port on loopback alone is not in the way of all others everywhere, yet it would answer.
    """
    host = host.replace("localhost", LOOPBACK[0])
    alike = next((pair for pair in (EVERYWHERE, LOOPBACK) if host in pair), (host,))
    taken: list[socket.socket] = []
    with ExitStack() as until_all_are_taken:
        for address in (*LOOPBACK, *alike) if alike == EVERYWHERE else alike:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            try:  # each system has rules of its own for what is in use: the library knows them
                server = until_all_are_taken.enter_context(socket.create_server((address, port), family=family))
            except OSError as error:
                if family == socket.AF_INET6 and error.errno in _NO_SUCH_FAMILY:
                    continue
                raise
            if address in alike:
                taken.append(server)
            else:
                server.close()
        until_all_are_taken.pop_all()
    return taken


def listen_from(wanted: int) -> tuple[list[socket.socket], str]:
    """Listen at the first of fifty ports that this machine gives and browsers open; say why not at the one wanted.

    Raises OSError where it gives none of them.
    """
    why = ""
    for port in range(wanted, wanted + 50):
        if port in UNOPENED:
            why = why or "is one that no browser opens"
            continue
        try:
            return listen(port), why
        except OSError as error:
            why = why or refusal(error)
    raise OSError(f"Port {wanted} {why}, nor can one of the next 49 be used.")


def refusal(error: OSError) -> str:
    """Return why a port cannot be used, to follow its number."""
    if error.errno == errno.EADDRINUSE:
        return "is in use by another program"
    if error.errno == errno.EACCES:
        return "is kept for the system or its administrator"
    return f"cannot be used ({error.strerror})"


def answers(port: int, path: str) -> bool:
    """Say whether a server answers at a port of this machine. No proxy is asked, whatever the surroundings name."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", path)
        return asked.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def own_names() -> set[str]:
    """Return what this machine is called in its network, in small letters."""
    name = socket.gethostname().lower()
    return {name, f"{name}.local"}


def is_here(address: str) -> bool:
    """Say whether an address is this machine's own loopback."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _routed() -> str:
    """Return the address that the machine would send from; a UDP socket is connected, nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
