"""Knocks at workloads/echo.py again and again: each time a new connection, and a datagram. Nobody waits for an earlier one.

usage: knock.py HOST PORT [EVERY_MS]     prints "connected" after the first connection; ends on SIGTERM or SIGINT

Prints one line of JSON: {connections, longestMs, refused, datagrams, unanswered, repeated}. A connection counts when its echo is
back, with the time from its beginning; refused are the words of those that failed.
"""

import select
import socket
import sys
import threading
import time

from report import Stop, connect, tell

PATIENCE_SECONDS = 10


class Doors:
    """One thread a connection: a slow one holds up no other."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self.times_ms = []
        self.refused = []
        self.threads = []

    def knock(self):
        thread = threading.Thread(target=self._knock, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _knock(self):
        started = time.monotonic()
        try:
            with socket.create_connection((self.host, self.port), timeout=PATIENCE_SECONDS) as sock:
                sock.sendall(b"hello\n")
                if sock.recv(64) != b"hello\n":
                    raise ConnectionError("no echo")
            self.times_ms.append((time.monotonic() - started) * 1000)
        except OSError as error:
            self.refused.append(str(error))


class Letters:
    """Numbered datagrams, and which of them came back."""

    def __init__(self, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.connect((host, port))
        self.sock.setblocking(False)
        self.sent = self.repeated = 0
        self.seen = set()

    def send(self):
        try:
            self.sock.send(b"%d" % self.sent)
            self.sent += 1
        except OSError:
            pass

    def read(self):
        while True:
            try:
                data = self.sock.recv(64)
            except OSError:
                return
            self.repeated += data in self.seen
            self.seen.add(data)


def main(host, port, every_ms):
    stop = Stop()
    connect(host, port).close()  # it may not be up yet
    doors, letters = Doors(host, port), Letters(host, port)
    print("connected", flush=True)
    upcoming = time.monotonic()
    while not stop.requested:
        doors.knock()
        letters.send()
        upcoming += every_ms / 1000
        select.select([letters.sock], [], [], max(0, upcoming - time.monotonic()))
        letters.read()
        time.sleep(max(0, upcoming - time.monotonic()))
    for thread in doors.threads:
        thread.join(PATIENCE_SECONDS)
    letters.read()
    tell(
        {
            "connections": len(doors.times_ms),
            "longestMs": round(max(doors.times_ms, default=0), 2),
            "refused": doors.refused,
            "datagrams": letters.sent,
            "unanswered": letters.sent - len(letters.seen),
            "repeated": letters.repeated,
        }
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 10)
