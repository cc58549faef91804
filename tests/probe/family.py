"""Watches workloads/family.py: does every thread and child go on, and is all well inside?

usage: family.py HOST PORT     prints "connected", then listens to the beacons until SIGTERM or SIGINT

Prints one line of JSON: {beacons: {ID: {messages, lost, repeated, longestGapMs, gaps}}, before, after, error}, where before
and after are the family's own reports ({members, errors, counts, stopped, deletedFile}) from the start and the end.
"""

import json
import select
import socket
import sys
import time

from report import Gaps, Stop, connect, tell


class Member:
    """Numbers may come in another order than they were sent: a thread that changes its CPU overtakes its own datagrams."""

    def __init__(self):
        self.messages = 0
        self.seen = set()
        self.gaps = Gaps()

    def hear(self, sequence):
        self.gaps.mark()
        self.messages += 1
        self.seen.add(sequence)

    def report(self):
        lost, repeated = max(self.seen) - len(self.seen), self.messages - len(self.seen)
        return {"messages": self.messages, "lost": lost, "repeated": repeated, **self.gaps.report()}


def ask(file, line):
    file.write(line + b"\n")
    file.flush()
    return file.readline()


def listen(udp, members):
    if select.select([udp], [], [], 0.05)[0]:
        identity, sequence = map(int, udp.recv(64).split())
        members.setdefault(identity, Member()).hear(sequence)


def main(host, port):
    stop = Stop()
    sock = connect(host, port)
    sock.settimeout(10)
    file = sock.makefile("rwb")
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    udp.bind(("0.0.0.0", 0))
    members, error, after = {}, None, None
    before = json.loads(ask(file, b"report"))
    ask(file, b"beacons %d" % udp.getsockname()[1])
    while len(members) < before["members"] and not stop.requested:
        listen(udp, members)
    print("connected", flush=True)
    while not stop.requested:
        listen(udp, members)
    for member in members.values():
        member.gaps.close()
    try:
        time.sleep(0.05)
        after = json.loads(ask(file, b"report"))
    except (OSError, ValueError) as problem:
        error = f"{type(problem).__name__}: {problem}"
    beacons = {identity: member.report() for identity, member in sorted(members.items())}
    tell({"beacons": beacons, "before": before, "after": after, "error": error})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
