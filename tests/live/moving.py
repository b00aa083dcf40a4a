"""A laptop that joins a network after its room was started, and is then given another address: moving.py FOLDER.

To be run in a network of its own, which it may change. Prints what the room's pages and its terminal say each time.
"""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from functools import partial
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.processes import WorkshopProcess
from tests.waiting import until

MOVES: tuple[tuple[list[str], str], ...] = (
    ([], "http://127.0.0.1"),
    (["add 10.0.0.5/24"], "http://10.0.0.5"),
    (["del 10.0.0.5/24", "add 10.0.7.9/24"], "http://10.0.7.9"),
    (["del 10.0.7.9/24", "add fd00::5/64"], "http://[fd00::5]"),
)


def move(data: str) -> list[dict[str, Any]]:
    """Start a room without a network, and return what it says at every address that the laptop has then."""
    room = WorkshopProcess(Path(data), "--no-book", "--new")
    room.start()
    assert room.process
    assert room.process.stdout
    browser = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    browser.open(room.printed_link).close()

    def read(path: str) -> str:
        return str(browser.open(f"{room.base}{path}/{room.code}").read(), "utf-8")

    def stands_first(address: str) -> bool:
        return bool(json.loads(read("/api/presenter"))["addresses"][0] == address)

    def named(address: str) -> str:
        """Return where a phone is led that comes to the address by the laptop's name."""
        phone = HTTPConnection(address.rpartition(":")[0].partition("//")[2].strip("[]"), room.port)
        phone.request(
            "GET", f"/r/{room.code}?in", headers={"Host": f"{socket.gethostname().upper()}.local:{room.port}"}
        )
        return phone.getresponse().headers["Location"]

    def join(address: str, number: int) -> Any:
        """Let a new phone write by the address, and return what the facilitator hears of so many."""
        sent = json.dumps({"token": f"{number:032x}", "revision": 1, "response": {}}).encode()
        place, kind = f"{address}/api/rooms/{room.code}/response", {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(place, sent, kind, method="PUT")).close()
        crowd = json.loads(read("/api/presenter"))["crowd"]
        return crowd and [crowd["why"], crowd["n"]]

    seen: list[dict[str, Any]] = []
    for changes, base in MOVES:
        for change in changes:
            subprocess.run(["ip", "addr", *change.split(), "dev", "lo"], check=True)
        expected = f"{base}:{room.port}"
        until(partial(stands_first, expected))
        with urllib.request.urlopen(f"{expected}/r/{room.code}") as page:
            reached = page.status
        code = bool(json.loads(read("/api/stage"))["join"]["qr"])
        slips, led = expected.partition("//")[2] in read("/slips"), named(expected) == f"{expected}/r/{room.code}?in"
        crowd = join(expected, len(seen))
        seen.append({"base": base, "code": code, "slips": slips, "reached": reached, "led": led, "crowd": crowd})
    room.process.terminate()
    room.said += room.process.stdout.read()
    said = re.findall(rf"(Phones .*(?:in a network|join at +http://.*(?=:{room.port}$)))", room.said, re.MULTILINE)
    links = re.findall(rf"(http://.*):{room.port}/f/", room.said)
    return [one | {"terminal": told} for one, told in zip(seen, said, strict=True)] + [{"links": links}]


if __name__ == "__main__":
    print(json.dumps(move(sys.argv[1])))
