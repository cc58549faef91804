"""A client of workloads/stream.py: a pseudo-random stream both ways, checked byte by byte and by hash on both ends.

usage: stream.py HOST PORT MODE [SEED]     ends on SIGTERM or SIGINT

MODE: both (2 MB/s each way), busy (0.3 MB/s: emulated processors are slow), slow (reads 4 KiB every 50 ms: its window is full
nearly always; the other way 1 MB/s), idle (a byte a second).
Prints "connected" after the first byte, and one line of JSON at the end:
{mode, received, sent, hashOk, longestGapMs, gaps, error}; hashOk is true only when both ends agree on both directions.
"""

import json
import os
import select
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "workloads"))

from pattern import RATES, TRAILER_BYTES, Pattern  # noqa: E402
from report import Gaps, Stop, connect, tell  # noqa: E402

SLOW_BYTES, SLOW_SECONDS, SLOW_WINDOW_BYTES = 4096, 0.05, 16384
UPSTREAM_OF_SLOW = 1_000_000  # its other direction is busy
END_SECONDS = 20


class Client:
    def __init__(self, sock, mode, seed):
        self.sock, self.mode = sock, mode
        self.sent, self.received = Pattern(seed), Pattern(seed + 1)
        self.gaps = Gaps()
        self.error = None
        self.started = time.monotonic()
        self.next_read = 0.0
        self.pending = b""
        self.tail = b""  # what may be the trailer: never checked before more has come
        sock.sendall(json.dumps({"mode": mode, "seed": seed}).encode() + b"\n")
        sock.setblocking(False)

    def turn(self):
        """One round of waiting, sending and receiving."""
        now = time.monotonic()
        due = int((RATES[self.mode] or UPSTREAM_OF_SLOW) * (now - self.started)) - self.sent.count
        if due > 0 and not self.pending:
            self.pending = self.sent.take(min(due, 262144))
        reading = [self.sock] if now >= self.next_read else []
        readable, writable, _ = select.select(reading, [self.sock] if self.pending else [], [], 0.005)
        if writable:
            self.pending = self.pending[self.sock.send(self.pending) :]
        if readable:
            self.receive()

    def receive(self):
        data = self.sock.recv(SLOW_BYTES if self.mode == "slow" else 262144)
        if not data:
            raise ConnectionError("closed by the server")
        if self.received.count == 0:
            print("connected", flush=True)
        self.gaps.mark(waiting_since=self.next_read)
        self.received.check(data)
        if self.mode == "slow":
            self.next_read = time.monotonic() + SLOW_SECONDS

    def end(self):
        """Ends the client's side, reads the rest of the server's, and returns the server's account."""
        self.sock.settimeout(END_SECONDS)
        self.sock.sendall(self.pending)
        self.sock.shutdown(socket.SHUT_WR)
        while data := self.sock.recv(262144):
            self.gaps.mark(waiting_since=self.next_read)
            self.tail += data
            body, self.tail = self.tail[:-TRAILER_BYTES], self.tail[-TRAILER_BYTES:]
            self.received.check(body)
        return json.loads(self.tail)

    def agrees(self, account):
        theirs = [account["received"], account["sent"]]
        mine = [self.sent.account(), self.received.account()]
        return theirs == mine and all(direction["wrongAt"] is None for direction in theirs + mine)


def main(host, port, mode, seed):
    stop = Stop()
    client = Client(connect(host, port, SLOW_WINDOW_BYTES if mode == "slow" else None), mode, seed)
    hash_ok = False
    try:
        while not stop.requested:
            client.turn()
        hash_ok = client.agrees(client.end())
    except (OSError, ValueError) as error:
        client.error = f"{type(error).__name__}: {error}"
    counts = {"mode": mode, "received": client.received.account(), "sent": client.sent.account()}
    tell({**counts, "hashOk": hash_ok, **client.gaps.report(), "error": client.error})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
