"""Watches workloads/beacon.py from outside, and what leaves each host's port for its MAC address.

usage: onlooker.py HOST PORT UDP_PORT MAC NETWORK_INTERFACE...     ends on SIGTERM or SIGINT

Prints "connected" when TCP and UDP both tell numbers, every 50 ms the count of lines so far, and one line of JSON at the end:
{"tcp": {messages, lost, repeated, longestGapMs, checksum, error, sinceMs}, "udp": {instances, messages, repeated},
 "frames": {NETWORK_INTERFACE: [[milliseconds since the epoch, kind], ...]}}
"checksum" is what a container that still speaks says of its memory when it is asked in the end.
A frame is one that came in from the interface with MAC as its source, with the kernel's time. Kinds: arp, ipv6, udp, tcp, fin, rst, other.
"""

import select
import socket
import struct
import sys
import time

from probe import Counting
from report import Stop, connect, tell

ETH_P_ALL = 3
PACKET_OUTGOING = 4
SO_TIMESTAMPNS = 35
SO_RCVBUFFORCE = 33
TELL_SECONDS = 0.05
SILENCE_SECONDS = 0.5  # who has said nothing for so long is not asked
ANSWER_SECONDS = 5


class Port:
    """Everything that comes from one host."""

    def __init__(self, interface, mac):
        self.interface, self.mac = interface, bytes.fromhex(mac.replace(":", ""))
        self.frames = []
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)  # hears nothing yet
        self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
        self.sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.sock.bind((interface, ETH_P_ALL))
        self.sock.setblocking(False)

    def read(self):
        while True:
            try:
                frame, ancillary, _flags, address = self.sock.recvmsg(128, 64)
            except BlockingIOError:
                return
            except OSError:
                return  # the host's plug was pulled
            if address[2] != PACKET_OUTGOING and frame[6:12] == self.mac:
                seconds, nanoseconds = struct.unpack("qq", ancillary[0][2])
                self.frames.append([round(seconds * 1e3 + nanoseconds / 1e6, 3), kind_of(frame)])


def kind_of(frame):
    (ethertype,) = struct.unpack("!H", frame[12:14])
    if ethertype != 0x0800:
        return {0x0806: "arp", 0x86DD: "ipv6"}.get(ethertype, "other")
    protocol, header = frame[23], 14 + (frame[14] & 15) * 4
    if protocol != socket.IPPROTO_TCP:
        return "udp" if protocol == socket.IPPROTO_UDP else "other"
    flags = frame[header + 13]
    return "rst" if flags & 4 else "fin" if flags & 1 else "tcp"


class Datagrams:
    """Each number of an instance may come once."""

    def __init__(self, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("0.0.0.0", port))
        self.sock.setblocking(False)
        self.seen = set()
        self.instances = set()
        self.messages = self.repeated = 0

    def read(self):
        while True:
            try:
                data = self.sock.recv(64)
            except BlockingIOError:
                return
            self.messages += 1
            self.repeated += data in self.seen
            self.seen.add(data)
            self.instances.add(data[:8])

    def report(self):
        return {"instances": len(self.instances), "messages": self.messages, "repeated": self.repeated}


def ask(counting):
    """Whether its memory is what it was."""
    if counting.error is not None or time.monotonic() > (counting.gaps.last or 0) + SILENCE_SECONDS:
        return
    deadline = time.monotonic() + ANSWER_SECONDS
    try:
        counting.sock.sendall(b"checksum\n")
    except OSError as error:
        counting.error = str(error)
    while counting.checksum is None and counting.error is None and time.monotonic() < deadline:
        counting.read()


def main(host, port, udp_port, mac, interfaces):
    stop = Stop()
    ports = [Port(interface, mac) for interface in interfaces]
    datagrams = Datagrams(udp_port)
    counting = Counting(connect(host, port))
    # Leaves nothing behind that asks on: the next container of this address would answer it with an RST.
    counting.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connected, told, first_line_at = False, 0.0, None
    while not stop.requested:
        watched = [datagrams, *ports, *([counting] if counting.error is None else [])]
        ready = select.select([each.sock for each in watched], [], [], TELL_SECONDS)[0]
        for each in watched:
            if each.sock in ready:
                each.read()
        if first_line_at is None and counting.messages > 0:
            first_line_at = time.time()
        if not connected and counting.messages > 0 and datagrams.messages > 0:
            connected = True
            print("connected", flush=True)
        if connected and time.monotonic() > told + TELL_SECONDS:
            told = time.monotonic()
            print(counting.messages, flush=True)
    ask(counting)
    counting.gaps.close()
    tcp = {key: value for key, value in counting.report().items() if key != "gaps"}
    frames = {each.interface: each.frames for each in ports}
    tcp["sinceMs"] = first_line_at and first_line_at * 1e3  # what came before were attempts to connect
    tell({"tcp": tcp, "udp": datagrams.report(), "frames": frames})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:])
