"""Watches a counter.py server from outside: does its count go on, and how long was it silent?

usage: probe.py HOST PORT [SECONDS]     ends after SECONDS, or on SIGTERM or SIGINT

Over TCP it reads the server's numbers; over UDP it sends a numbered datagram every 4 ms (or PACE_MS of the
environment) and waits for its echo. Prints "connected" when both work, and one line of JSON at the end:
{"tcp": {messages, lost, repeated, longestGapMs, gaps, checksum, error}, "udp": {sent, messages, lost, repeated, ...}}
A UDP datagram counts as lost when no echo came within the half second before the end.
"""

import os
import select
import socket
import struct
import sys
import threading
import time

from report import Gaps, Stop, connect, family_of, tell

UDP_INTERVAL_SECONDS = float(os.environ.get("PACE_MS", "4")) / 1000
GRACE_SECONDS = 0.5
LATE_SECONDS = 0.05  # once every echo is there: none may come twice


class Counting:
    """The TCP side: numbers from 1, none left out, none twice."""

    def __init__(self, sock):
        self.sock = sock
        self.gaps = Gaps()
        self.last = self.messages = self.lost = self.repeated = 0
        self.checksum = self.error = None
        self._rest = b""

    def read(self):
        try:
            data = self.sock.recv(65536)
        except OSError as error:
            self.error = str(error)
            return
        if not data:
            self.error = "closed by the server"
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self.line(line)

    def line(self, line):
        if line.startswith(b"checksum "):
            self.checksum = line.split()[1].decode()
            return
        number = int(line)
        self.gaps.mark()
        self.messages += 1
        if number > self.last:
            self.lost += number - self.last - 1
        else:
            self.repeated += 1
        self.last = number

    def report(self):
        counts = {"messages": self.messages, "lost": self.lost, "repeated": self.repeated}
        return {**counts, **self.gaps.report(), "checksum": self.checksum, "error": self.error}


class Echoing(threading.Thread):
    """The UDP side: a numbered datagram every few milliseconds, each expected back once."""

    def __init__(self, host, port):
        super().__init__(daemon=True)
        self.sock = socket.socket(family_of(host), socket.SOCK_DGRAM)
        self.sock.connect((host, port))
        self.sock.settimeout(UDP_INTERVAL_SECONDS)
        self.gaps = Gaps()
        self.sent = self.repeated = self.errors = 0
        self.sending = True
        self.seen = set()

    def run(self):
        due = time.monotonic()
        until = None
        while until is None or time.monotonic() < until:
            if not self.sending and until is None:
                self.gaps.close()
                until = time.monotonic() + GRACE_SECONDS
            if until is not None and len(self.seen) == self.sent:
                until = min(until, time.monotonic() + LATE_SECONDS)
            if self.sending and time.monotonic() >= due:
                due = max(due + UDP_INTERVAL_SECONDS, time.monotonic() - 0.1)
                self.send()
            self.receive(max(0.0002, min(UDP_INTERVAL_SECONDS, due - time.monotonic())))

    def send(self):
        self.sent += 1
        try:
            self.sock.send(struct.pack("<Q", self.sent))
        except OSError:
            self.errors += 1

    def receive(self, seconds):
        try:
            if not select.select([self.sock], [], [], seconds)[0]:
                return
            (number,) = struct.unpack("<Q", self.sock.recv(64))
        except OSError:
            self.errors += 1
            return
        self.gaps.mark()
        if number in self.seen:
            self.repeated += 1
        self.seen.add(number)

    def report(self):
        lost = self.sent - len(self.seen)
        counts = {"sent": self.sent, "messages": len(self.seen), "lost": lost, "repeated": self.repeated}
        return {**counts, **self.gaps.report(), "errors": self.errors}


def watch(counting, stop, seconds):
    deadline = None if seconds is None else time.monotonic() + seconds
    announced = False
    while not stop.requested and counting.error is None and (deadline is None or time.monotonic() < deadline):
        if select.select([counting.sock], [], [], 0.05)[0]:
            counting.read()
        if counting.messages > 0 and not announced:
            announced = True
            print("connected", flush=True)


def ask_checksum(counting):
    """The server checks its whole memory: one second a GiB, during which it does not count."""
    silent_since = counting.gaps.longest_ms, list(counting.gaps.long)
    deadline = time.monotonic() + 60  # emulated machines are slow
    try:
        counting.sock.sendall(b"checksum\n")
    except OSError as error:
        counting.error = counting.error or str(error)
    while counting.checksum is None and counting.error is None and time.monotonic() < deadline:
        if select.select([counting.sock], [], [], 0.1)[0]:
            counting.read()
    counting.gaps.longest_ms, counting.gaps.long = silent_since


def main(host, port, seconds):
    stop = Stop()
    counting = Counting(connect(host, port))
    echoing = Echoing(host, port)
    echoing.start()
    watch(counting, stop, seconds)
    counting.gaps.close()
    echoing.sending = False
    echoing.join()
    ask_checksum(counting)
    tell({"tcp": counting.report(), "udp": echoing.report()})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else None)
