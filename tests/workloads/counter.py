"""A server that remembers: every client gets a count of its own, and the memory has a checksum.

usage: counter.py PORT [MIB [ADDRESS]]     listens at ADDRESS, or everywhere in IPv4

TCP: a line with the next number every 2 ms (or PACE_MS of the environment), from 1, for every client separately. A client that sends "checksum" gets the
line "checksum ok MIB" or "checksum wrong MIB" in between. UDP on the same port: every datagram comes back.
"""

import os
import struct
import sys
import zlib

from loop import Connection, Loop, accept_all, echo_datagrams, tcp_listener, udp_socket

PAGE = 4096
PACE_SECONDS = float(os.environ.get("PACE_MS", "2")) / 1000


def make_memory(mib):
    """Random bytes, and in every page its number, so that a page that is lost, zero or elsewhere shows."""
    memory = bytearray(os.urandom(1 << 20) * mib)
    for page in range(len(memory) // PAGE):
        struct.pack_into("<Q", memory, page * PAGE, page)
    return memory


class Counter:
    def __init__(self, port, mib, address, memory=None):
        self.mib = mib
        self.memory = make_memory(mib) if memory is None else bytearray(memory)
        self.prepare()
        self.counts = {}  # connection: last number
        self.loop = Loop(PACE_SECONDS, self.tick)
        self.listener = tcp_listener(port, address)
        self.udp = udp_socket(port, address)
        self.loop.watch(self.listener, self.accept)
        self.loop.watch(self.udp, lambda: echo_datagrams(self.udp))

    def prepare(self):
        self.checksum = zlib.crc32(self.memory)

    def is_whole(self):
        return zlib.crc32(self.memory) == self.checksum

    def accept(self):
        for sock in accept_all(self.listener):
            self.counts[Connection(self.loop, sock, self.request, self.leave)] = 0

    def tick(self):
        for connection in list(self.counts):
            if len(connection.pending) < 65536:  # a client that does not read gets its numbers later
                self.counts[connection] += 1
                connection.send(b"%d\n" % self.counts[connection])
            else:
                connection.send()

    def request(self, connection, data):
        for _ in range(data.count(b"checksum\n")):
            connection.send(b"checksum %s %d\n" % (b"ok" if self.is_whole() else b"wrong", self.mib))

    def leave(self, connection, _error):
        self.counts.pop(connection, None)
        connection.close()


if __name__ == "__main__":
    port, mib, address = sys.argv[1:] + ["16", "0.0.0.0"][len(sys.argv) - 2 :]
    counter = Counter(int(port), int(mib), address)
    print("ready", flush=True)
    counter.loop.run()
