"""What the probes share: gaps between messages, patient connecting, an end on request, one line of JSON."""

import json
import signal
import socket
import sys
import time

LONG_GAP_MS = 50
MOST_GAPS = 200


class Stop:
    """Becomes true on SIGTERM or SIGINT. Looked at between two steps, so that no step is torn."""

    def __init__(self):
        self.requested = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._request)

    def _request(self, _number, _frame):
        self.requested = True


def family_of(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def connect(host, port, receive_buffer_bytes=None, patience_seconds=60):
    """A TCP connection, tried again while the server is not up yet."""
    deadline = time.monotonic() + patience_seconds
    while True:
        sock = socket.socket(family_of(host))
        sock.settimeout(2)
        if receive_buffer_bytes is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
        try:
            sock.connect((host, port))
            return sock
        except OSError:
            sock.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class Gaps:
    """The times between messages. Milliseconds; positions count from the first message."""

    def __init__(self):
        self.first = self.last = None
        self.longest_ms = 0.0
        self.long = []

    def mark(self, waiting_since=0.0):
        """A message came. One who did not wait all the time says since when (monotonic seconds)."""
        now = time.monotonic()
        if self.last is None:
            self.first = now
        else:
            gap_ms = (now - max(self.last, waiting_since)) * 1000
            self.longest_ms = max(self.longest_ms, gap_ms)
            if gap_ms > LONG_GAP_MS and len(self.long) < MOST_GAPS:
                self.long.append({"atMs": round((self.last - self.first) * 1000, 1), "gapMs": round(gap_ms, 1)})
        self.last = now

    def close(self, waiting_since=0.0):
        """The end of watching: silence up to now counts as a gap too."""
        if self.last is not None:
            self.mark(waiting_since)

    def report(self):
        return {"longestGapMs": round(self.longest_ms, 2), "gaps": self.long}


def tell(result):
    """Prints the report; the last thing a probe does."""
    print(json.dumps(result), flush=True)
    sys.exit(0)
