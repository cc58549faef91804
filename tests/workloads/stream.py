"""A server whose every connection carries a pseudo-random stream both ways, checked byte by byte: see pattern.py.

usage: stream.py PORT
"""

import json
import sys

from loop import Connection, Loop, accept_all, tcp_listener
from pattern import RATES, TRAILER_BYTES, Pattern

TICK_SECONDS = 0.01
FULL_BYTES = 262_144  # so much waits for a slow reader, beside what its sockets hold


class Stream:
    """One connection: first the client's line, then bytes both ways, then the trailer."""

    def __init__(self):
        self.line = b""
        self.mode = None
        self.owed = 0.0
        self.finished = False

    def begin(self, line):
        request = json.loads(line)
        self.received, self.sent = Pattern(request["seed"]), Pattern(request["seed"] + 1)
        self.mode = request["mode"]

    def data(self, _connection, data):
        if self.mode is None:
            self.line += data
            if b"\n" not in self.line:
                return
            line, data = self.line.split(b"\n", 1)
            self.begin(line)
        if data:
            self.received.check(data)

    def tick(self, connection):
        if self.mode is not None and not self.finished:
            self.owe(connection)
        connection.send()

    def owe(self, connection):
        rate = RATES[self.mode]
        if rate is None:
            self.owed = max(0, FULL_BYTES - len(connection.pending))
        else:
            self.owed += rate * TICK_SECONDS
        if self.owed >= 1 and len(connection.pending) < (1 << 22):
            connection.send(self.sent.take(int(self.owed)))
            self.owed -= int(self.owed)

    def finish(self, connection):
        self.finished = True
        if self.mode is not None:
            trailer = {"received": self.received.account(), "sent": self.sent.account()}
            connection.send(json.dumps(trailer).ljust(TRAILER_BYTES).encode())


def main(port):
    streams = {}

    def accept():
        for sock in accept_all(listener):
            stream = Stream()
            streams[Connection(loop, sock, stream.data, end)] = stream

    def end(connection, error):
        if error is None:
            streams[connection].finish(connection)
        else:
            streams.pop(connection, None)

    def tick():
        for connection, stream in list(streams.items()):
            stream.tick(connection)
            if stream.finished and not connection.pending:
                streams.pop(connection, None)
                connection.close()

    loop = Loop(TICK_SECONDS, tick)
    listener = tcp_listener(port)
    loop.watch(listener, accept)
    print("ready", flush=True)
    loop.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
