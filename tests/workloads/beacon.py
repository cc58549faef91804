"""A program that cannot run twice unseen: every step has a number, and each is told in three places.

usage: beacon.py PORT HOST UDP_PORT DIARY

Every 4 ms it takes the next number, from 1, and tells it: in the file DIARY (8 bytes, little-endian, appended), which is there
without a network too; in a datagram to HOST, after 8 bytes that were drawn at the start; and as a line to every TCP client,
where each client's numbers begin with 1. A copy that runs beside another one, or that is put back, repeats numbers.
"""

import os
import socket
import struct
import sys

from loop import Connection, Loop, accept_all, tcp_listener

TICK_SECONDS = 0.004


class Beacon:
    def __init__(self, port, host, udp_port, diary):
        self.number = 0
        self.instance = os.urandom(8)
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
            self.counts[Connection(self.loop, sock, lambda _connection, _data: None, self.leave)] = 0

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

    def leave(self, connection, _error):
        self.counts.pop(connection, None)
        connection.close()


if __name__ == "__main__":
    port, host, udp_port, diary = sys.argv[1:]
    beacon = Beacon(int(port), host, int(udp_port), diary)
    print("ready", flush=True)
    beacon.loop.run()
