"""A program that cannot run twice unseen: every step has a number, and each is told in three places.

usage: beacon.py PORT HOST UDP_PORT DIARY [MIB]

Every 4 ms it takes the next number, from 1, and tells it: in the file DIARY (8 bytes, little-endian, appended), which is there
without a network too; in a datagram to HOST, after 8 bytes that were drawn at the start; and as a line to every TCP client,
where each client's numbers begin with 1. A copy that runs beside another one, or that is put back, repeats numbers.

At each step it looks at some of its memory, MIB in size, and rewrites some. What is not what it was is told in a file beside the
diary, DIARY.wrong, at once. A client's "checksum" is answered with "checksum ok MIB" when all of it is right.
While there is a file DIARY.bear a child looks as well, now and then, and ends.
"""

import os
import socket
import struct
import sys

from loop import Connection, Loop, accept_all, tcp_listener
from pages import STRIDE, Pages

TICK_SECONDS = 0.004
PAGES_PER_TICK = 5
STEPS_PER_CHILD = 4


class Beacon:
    def __init__(self, port, host, udp_port, diary, mib):
        self.number = 0
        self.instance = os.urandom(8)
        self.pages, self.mib = Pages(mib), mib
        self.wrong, self.bears = diary + ".wrong", diary + ".bear"
        self.diary = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setblocking(False)
        self.listener_of_datagrams = (host, udp_port)
        self.counts = {}  # connection: last number
        self.loop = Loop(TICK_SECONDS, self.tick)
        self.listener = tcp_listener(port)
        self.loop.watch(self.listener, self.accept)

    def accept(self):
        for sock in accept_all(self.listener):
            self.counts[Connection(self.loop, sock, self.request, self.leave)] = 0

    def tick(self):
        self.number += 1
        os.write(self.diary, struct.pack("<Q", self.number))
        try:
            self.udp.sendto(self.instance + struct.pack("<Q", self.number), self.listener_of_datagrams)
        except OSError:
            pass  # cut off
        for connection in list(self.counts):
            self.counts[connection] += 1
            connection.send(b"%d\n" % self.counts[connection])
        if self.mib > 0:
            self.bear()
            self.look()
            self.pages.write_next(PAGES_PER_TICK)

    def bear(self):
        if self.number % STEPS_PER_CHILD > 0 or not os.path.exists(self.bears):
            return
        if os.fork() == 0:
            self.look()
            os._exit(0)
        try:
            while os.waitpid(-1, os.WNOHANG)[0] > 0:
                pass
        except ChildProcessError:
            pass  # all of them have been waited for

    def look(self):
        """At pages here and there."""
        for step in range(PAGES_PER_TICK):
            page = (self.number * PAGES_PER_TICK + step) * STRIDE % self.pages.count
            if not self.pages.is_whole(page):
                with open(self.wrong, "a") as file:
                    file.write(f"page {page} at step {self.number}\n")

    def request(self, connection, data):
        for _ in range(data.count(b"checksum\n")):
            connection.send(b"checksum %s %d\n" % (b"ok" if self.pages.are_whole() else b"wrong", self.mib))

    def leave(self, connection, _error):
        self.counts.pop(connection, None)
        connection.close()


if __name__ == "__main__":
    port, host, udp_port, diary, mib = sys.argv[1:] + ["0"][len(sys.argv) - 5 :]
    beacon = Beacon(int(port), host, int(udp_port), diary, int(mib))
    print("ready", flush=True)
    beacon.loop.run()
