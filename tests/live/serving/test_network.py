"""The address on the projector is the one that phones can reach, and the port is this room's alone."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cxkit.live.serving.network import answers, listen, listen_from, ranked
from tests.processes import free_port

WIFI = ("Wi-Fi", "192.168.1.20")


@pytest.mark.parametrize(
    ("known", "routed", "first"),
    [
        ([("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("wlan0", "192.168.1.5")], "192.168.1.5", "192.168.1.5"),
        ([("tun0", "10.8.0.2"), ("wlp2s0", "192.168.1.5")], "10.8.0.2", "192.168.1.5"),
        ([("utun4", "100.64.0.9"), ("en0", "10.0.0.7"), ("bridge100", "192.168.64.1")], "100.64.0.9", "10.0.0.7"),
        ([("eth0", "169.254.3.4"), ("wlan0", "172.20.10.2")], "", "172.20.10.2"),
        ([("eth0", "169.254.3.4"), ("br0", "172.20.10.2")], "", "172.20.10.2"),
        ([("eth0", "10.1.1.1"), ("wlan0", "192.168.1.5")], "192.168.1.5", "192.168.1.5"),
        ([("enp0s31f6", "10.1.1.7"), ("enx00e04c", "10.2.2.7")], "10.2.2.7", "10.2.2.7"),
        ([("VirtualBox Host-Only Network", "192.168.56.1"), ("Wi-Fi", "10.0.0.3")], "", "10.0.0.3"),
        ([("lo", "127.0.0.1")], "127.0.0.1", "127.0.0.1"),
        ([("Ethernet 2", "192.168.56.1"), WIFI], "", WIFI[1]),
        ([("Ethernet 3", "10.99.0.4"), WIFI], "10.99.0.4", WIFI[1]),
        ([("Ethernet 3", "10.99.0.4"), ("Ethernet", "192.168.1.20")], "10.99.0.4", "192.168.1.20"),
        ([("en0", "192.168.1.20"), ("gpd0", "10.20.0.7")], "10.20.0.7", "192.168.1.20"),
        ([("wlp2s0", "192.168.1.20"), ("cscotun0", "10.99.0.4")], "10.99.0.4", "192.168.1.20"),
        ([("wwan0", "100.72.1.1"), ("wlan0", "10.42.0.1")], "100.72.1.1", "10.42.0.1"),
        ([("en7", "10.0.0.9"), ("bridge100", "192.168.2.1")], "10.0.0.9", "192.168.2.1"),
        *(
            ([("Ethernet 3", "10.99.0.4"), (wireless, WIFI[1])], "10.99.0.4", WIFI[1])
            for wireless in (
                "WLAN", "Drahtlosnetzwerkverbindung 2", "Conexión de red inalámbrica", "Connexion réseau sans fil",
                "Conexão de Rede sem Fio", "شبكة لاسلكية",
            )
        ),
        ([WIFI, ("Local Area Connection* 12", "192.168.137.1")], WIFI[1], WIFI[1]),
        ([("Cellular", "100.72.1.1"), ("Local Area Connection* 12", "192.168.137.1")], "100.72.1.1", "192.168.137.1"),
        *(
            ([(strange, "10.8.0.2"), WIFI], "10.8.0.2", WIFI[1])
            for strange in (
                "OpenVPN TAP-Windows6", "CloudflareWARP", "ProtonVPN", "Hamachi", "Radmin VPN", "Tailscale",
                "nordlynx", "vEthernet (WSL)", "VMware Network Adapter VMnet8", "wg-mullvad", "proton0",
                "ppp0", "zcctun0", "feth42", "outline-tap0", "A VPN of next year",
            )
        ),
    ],
)  # fmt: skip
def test_the_likeliest_address_comes_first(known: list[tuple[str, str]], routed: str, first: str) -> None:
    """Not loopback, container, VPN or link-local, even where the machine itself goes out by a VPN."""
    assert ranked(known, routed=routed)[0] == first
    assert ranked(known[::-1], routed=routed)[0] == first


def test_the_others_stay_one_click_away_and_loopback_does_not() -> None:
    """The list may be wrong about an interface, so nothing that a phone might reach is left out."""
    known = [("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth0", "169.254.3.4"), ("wlan0", "192.168.1.5")]
    assert ranked(known, routed="") == ["192.168.1.5", "169.254.3.4", "172.17.0.1"]


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::1", "::"])
def test_a_port_that_somebody_listens_at_is_passed_over(address: str) -> None:
    """On every address, or on loopback alone: the facilitator's own browser would meet the other program."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, free_port()), family=family) as other:
        taken = int(other.getsockname()[1])
        doors, why = listen_from(taken)
        assert taken < doors[0].getsockname()[1] < taken + 50
        assert why == "is in use by another program"
        for door in doors:
            door.close()


def test_a_port_that_no_browser_opens_is_passed_over() -> None:
    """A room that was there before this was known moves on by itself; so does one whose own port is in use."""
    doors, why = listen_from(6665)
    assert doors[0].getsockname()[1] not in {6665, 6666, 6667, 6668, 6669, 6679, 6697}
    assert why == "is one that no browser opens"
    for door in doors:
        door.close()


def test_a_port_is_taken_on_both_of_localhosts_addresses() -> None:
    """A program that came later to [::1] of our port would be shown the facilitator's key."""
    doors, why = listen_from(free_port())
    port = doors[0].getsockname()[1]
    assert not why
    for address in ("127.0.0.1", "::1"):
        socket.create_connection((address, port)).close()
        with pytest.raises(OSError, match="in use"):
            socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
    for door in doors:
        door.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"])
def test_ipv6_listens_where_ipv4_does(host: str) -> None:
    """A reverse proxy that goes to localhost tries either; who listens at one of them would be found at one only."""
    doors = listen(free_port(), host)
    for address in ("127.0.0.1", "::1"):
        socket.create_connection((address, doors[0].getsockname()[1])).close()
    for door in doors:
        door.close()


def test_a_port_that_was_just_closed_is_free_again() -> None:
    """A server that is started again finds its own port, though connections to it still linger."""
    with socket.create_server(("127.0.0.1", free_port())) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as phone:
            answered, _ = server.accept()
            answered.close()  # who closes first is who lingers
            phone.recv(1)
    doors, _ = listen_from(port)
    assert {door.getsockname()[1] for door in doors} == {port}
    for door in doors:
        door.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other ports for itself, and not always the same")
def test_a_forbidden_port_is_not_called_busy() -> None:
    """Port 80 is the administrator's; that somebody else had it would send people looking for them."""
    ask = [sys.executable, "-c", "from cxkit.live.serving.network import listen_from; print(listen_from(80))"]
    if os.geteuid() == 0:  # whom nothing is forbidden: ask as nobody, where ports are as systems give them
        tools = shutil.which("unshare"), shutil.which("setpriv")
        if not all(tools):
            pytest.skip("needs unshare and setpriv")
        ask = [
            str(tools[0]),
            "-n",
            str(tools[1]),
            "--bounding-set",
            "-net_bind_service",
            "--inh-caps",
            "-net_bind_service",
            *ask,
        ]
    said = subprocess.run(ask, capture_output=True, text=True, check=False).stderr
    assert said.rstrip().endswith(
        "Port 80 is kept for the system or its administrator, nor can one of the next 49 be used."
    )


def test_a_proxy_of_the_surroundings_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look at itself, and say that no room runs here: a second one was started beside the first."""

    class Room(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/rooms/ABCDE" else 404)
            self.end_headers()

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with HTTPServer(("127.0.0.1", 0), Room) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert answers(server.server_port, "/api/rooms/ABCDE")
        assert not answers(server.server_port, "/api/rooms/WRONG")
        server.shutdown()
    assert not answers(server.server_port, "/api/rooms/ABCDE")
