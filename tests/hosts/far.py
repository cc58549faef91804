"""A long wire: what goes from one card to another, and back, takes its time. For kernels without netem.

usage: far.py ONE OTHER DELAY_MS      relays frames both ways, each of them so much later; prints "far" when it does
       far.py --whole CARD            the card sends whole frames from now on, with their checksums: nobody computes them later
"""

import collections
import ctypes
import fcntl
import select
import socket
import struct
import sys
import time

ETH_P_ALL = 3
OUTGOING = 4
SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM = 0x17
LONGEST_FRAME = 1 << 16


def send_whole(card):
    """Without checksums by the card the kernel does not leave cutting segments to it either."""
    value = ctypes.create_string_buffer(struct.pack("II", ETHTOOL_STXCSUM, 0))
    request = struct.pack("16sP", card.encode(), ctypes.addressof(value))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, SIOCETHTOOL, request)


def tap(card):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    sock.bind((card, ETH_P_ALL))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
    sock.setblocking(False)
    return sock


def take_all(sock):
    while True:
        try:
            frame, (_, _, kind, *_) = sock.recvfrom(LONGEST_FRAME)
        except BlockingIOError:
            return
        if kind != OUTGOING:
            yield frame


def main(one, other, delay_ms):
    ends = tap(one), tap(other)
    under_way = collections.deque()  # in the order of their arrival: all take as long
    print("far", flush=True)
    while True:
        patience = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for sock in select.select(ends, [], [], patience)[0]:
            due = time.monotonic() + delay_ms / 1000
            to = ends[1] if sock is ends[0] else ends[0]
            under_way.extend((due, to, frame) for frame in take_all(sock))
        while under_way and under_way[0][0] <= time.monotonic():
            _, to, frame = under_way.popleft()
            try:
                to.send(frame)
            except OSError:
                pass  # no room, or the card is gone: frames get lost


if __name__ == "__main__":
    if sys.argv[1] == "--whole":
        send_whole(sys.argv[2])
    else:
        main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
