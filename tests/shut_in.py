"""Serves and asks where there is no network but loopback, and counts what was to leave.

Run by test_security.py in a network namespace of its own; prints what was answered and how many
packets were to leave: while the advisor was served and asked, and for a deliberate try after that.
"""

import fcntl
import json
import socket
import struct
import sys
import time
import urllib.request
from pathlib import Path

from serving import serving

from advisor.config import Settings

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
ELSEWHERE = ("192.0.2.1", 9)
LATER = 12
"""Seconds after which a library has sent what it gathered: ONNX Runtime takes seven."""


def loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(any_socket, SIOCGIFFLAGS, name))[1]
        up = struct.pack("16sH14s", b"lo", flags | IFF_UP, b"")
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, up)


def tried() -> int:
    """Packets of this namespace that no route was found for, of any program in any language, and
    those to a name server on loopback, where none is.
    """
    lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines()]
    counts = {
        head[0] + name: int(value)
        for head, values in zip(lines[::2], lines[1::2], strict=True)
        for name, value in zip(head[1:], values[1:], strict=True)
    }
    count = counts["Ip:OutNoRoutes"] + counts["Udp:NoPorts"]
    for line in Path("/proc/net/snmp6").read_text().splitlines():
        if line.startswith("Ip6OutNoRoutes"):
            count += int(line.split()[1])
    return count


def post(url: str, body: dict) -> dict:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def main() -> None:
    loopback_up()
    with serving(Settings(index=Path(sys.argv[1]))) as url:
        with urllib.request.urlopen(url, timeout=60) as response:
            page = len(response.read())
        answer = post(f"{url}/ask", {"question": sys.argv[2]})
        plan = post(f"{url}/plan", {"profile": {"role": "nurse"}})
        time.sleep(LATER)
    served = tried()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        reached = probe.connect_ex(ELSEWHERE) == 0
    print(
        json.dumps(
            {
                "page": page,
                "text": answer["text"],
                "steps": len(plan["steps"]),
                "tried": served,
                "tried_on_purpose": tried() - served,
                "reached": reached,
            }
        )
    )


if __name__ == "__main__":
    main()
