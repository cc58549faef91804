"""Threads and child processes that know each other through everything a kernel offers, and check it all the time.

usage: family.py PORT

Members are 3 threads of the parent and 3 children. Each sends a UDP beacon "ID SEQUENCE" every 5 ms to the last client
that asked for them. Between parent and child 1 runs a pipe, child 2 a socketpair, child 3 a UNIX connection; all share
anonymous memory. Threads wait for a condition, children for their interval timers. The parent counts ticks, SIGUSR1 through
a signalfd (each child sends them) and the expirations of two periodic timerfds, and keeps deleted files open when /tmp can
be written.

TCP, one line each way: "beacons UDP_PORT" -> "ok"; "report" -> JSON {members, errors, counts, stopped, deletedFile};
"stopped" names the timerfds that have not expired for a second.
"""

import ctypes
import json
import mmap
import os
import signal
import socket
import struct
import sys
import tempfile
import threading

from loop import Connection, Loop, accept_all, tcp_listener

THREADS, CHILDREN = 3, 3
BEACON_SECONDS = 0.005
DELETED_CONTENT = bytes(range(256)) * 256
MAILBOX = 4096  # offset of (IPv4, port) that beacons go to; before it, a counter for every child
SIGNALFD_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC

libc = ctypes.CDLL(None, use_errno=True)


def signalfd(number):
    """A descriptor from which a blocked signal can be read."""
    mask = (ctypes.c_ulong * 16)()
    mask[0] = 1 << (number - 1)
    signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    descriptor = libc.signalfd(-1, ctypes.byref(mask), SIGNALFD_FLAGS)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "signalfd")
    return descriptor


class Timerfd:
    """A periodic timerfd whose expirations are counted."""

    def __init__(self, name, seconds):
        self.name, self.count, self.checked, self.stopped = name, 0, 0, False
        self.descriptor = os.timerfd_create(1, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)
        os.timerfd_settime(self.descriptor, initial=seconds, interval=seconds)

    def read(self):
        (expirations,) = struct.unpack("=Q", os.read(self.descriptor, 8))
        self.count += expirations

    def check(self):
        """Called once a second."""
        self.stopped, self.checked = self.count == self.checked, self.count


class Beacon:
    """One member's voice: its sequence lives in its own memory only."""

    def __init__(self, shared, identity):
        self.shared, self.identity, self.sequence = shared, identity, 0
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self):
        address, port = struct.unpack_from("<4sH", self.shared, MAILBOX)
        if port == 0:
            return
        self.sequence += 1
        try:
            self.sock.sendto(b"%d %d" % (self.identity, self.sequence), (socket.inet_ntoa(address), port))
        except OSError:
            pass  # the client counts what is lost


def thread_life(shared, identity, condition):
    beacon = Beacon(shared, identity)
    while True:
        with condition:
            condition.wait()
        beacon.send()


def words_of(shared):
    """Its 64-bit words, each written whole: struct.pack_into clears the place first, and another process may look just then."""
    return memoryview(shared).cast("Q")


def child_life(shared, number, write):
    """A child says its sequence to the parent over its channel, in shared memory and by signal."""
    beacon = Beacon(shared, THREADS + number)
    words = words_of(shared)
    parent, step = os.getppid(), 0
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    signal.setitimer(signal.ITIMER_REAL, BEACON_SECONDS, BEACON_SECONDS)
    while os.getppid() == parent:
        signal.sigwait([signal.SIGALRM])
        step += 1
        words[number] = step
        write(struct.pack("<Q", step))
        beacon.send()
        if step % 20 == 0:
            os.kill(parent, signal.SIGUSR1)


class Channel:
    """The parent's end of what joins it to one child: whatever comes must count up by one."""

    def __init__(self, name, shared, number, descriptor, errors):
        self.name, self.number, self.descriptor, self.errors = name, number, descriptor, errors
        self.words = words_of(shared)
        self.count, self.rest = 0, b""
        os.set_blocking(descriptor, False)

    def read(self):
        self.rest += os.read(self.descriptor, 65536)
        while len(self.rest) >= 8:
            (step,), self.rest = struct.unpack_from("<Q", self.rest), self.rest[8:]
            if step != self.count + 1:
                self.errors.append(f"{self.name}: found {step}, wanted {self.count + 1}")
            self.count = step
        shared_step = self.words[self.number]
        if shared_step < self.count:
            self.errors.append(f"shared memory of {self.name}: found {shared_step}, wanted {self.count} or more")


def pipe_pair():
    reader, writer = os.pipe()
    return reader, lambda data: os.write(writer, data)


def socket_pair():
    mine, theirs = socket.socketpair()
    return mine.detach(), theirs.sendall


def unix_pair():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("\0konk-family")
    listener.listen(1)
    theirs = socket.socket(socket.AF_UNIX)
    theirs.connect("\0konk-family")
    mine = listener.accept()[0]
    family_listeners.append(listener)  # stays open: a listening UNIX socket is part of what moves
    return mine.detach(), theirs.sendall


family_listeners = []


def deleted_file():
    try:
        file = tempfile.TemporaryFile(dir="/tmp", buffering=0)  # created and unlinked, or never linked
        named = tempfile.NamedTemporaryFile(dir="/tmp", buffering=0, delete=False)
    except OSError:
        return []
    os.unlink(named.name)
    for each in (file, named):
        each.write(DELETED_CONTENT)
    return [file, named]


class Family:
    def __init__(self, port):
        self.errors = []
        self.shared = mmap.mmap(-1, 8192, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
        self.signals = signalfd(signal.SIGUSR1)
        self.ticks = self.signal_count = 0
        self.condition = threading.Condition()
        self.channels = [self.bear(number, *pair) for number, pair in enumerate(self.pairs())]
        self.deleted = deleted_file()
        self.timers = [Timerfd("fast timerfd", 0.005), Timerfd("slow timerfd", 0.2)]
        self.loop = Loop(BEACON_SECONDS, self.tick)
        for source in self.channels + self.timers:
            self.loop.watch(source.descriptor, source.read)
        self.loop.watch(self.signals, self.read_signals)
        self.listener = tcp_listener(port)
        self.loop.watch(self.listener, self.accept)
        for identity in range(THREADS):
            threading.Thread(target=thread_life, args=(self.shared, identity, self.condition), daemon=True).start()

    @staticmethod
    def pairs():
        return [("pipe", pipe_pair()), ("socketpair", socket_pair()), ("UNIX connection", unix_pair())]

    def bear(self, number, name, pair):
        descriptor, write = pair
        if os.fork() == 0:
            child_life(self.shared, number, write)
            os._exit(0)
        return Channel(name, self.shared, number, descriptor, self.errors)

    def read_signals(self):
        self.signal_count += len(os.read(self.signals, 128 * 16)) // 128

    def tick(self):
        self.ticks += 1
        with self.condition:
            self.condition.notify_all()
        if self.ticks % 200 == 0:
            for timer in self.timers:
                timer.check()
            for file in self.deleted:
                if os.pread(file.fileno(), len(DELETED_CONTENT) + 1, 0) != DELETED_CONTENT:
                    self.errors.append("deleted file: its content changed")

    def accept(self):
        for sock in accept_all(self.listener):
            peer = sock.getpeername()[0]
            Connection(
                self.loop,
                sock,
                lambda connection, data, peer=peer: self.request(connection, data, peer),
                lambda connection, _error: connection.close(),
            )

    def request(self, connection, data, peer):
        for line in data.decode().splitlines():
            if line.startswith("beacons "):
                struct.pack_into("<4sH", self.shared, MAILBOX, socket.inet_aton(peer), int(line.split()[1]))
                connection.send(b"ok\n")
            elif line == "report":
                connection.send(json.dumps(self.report()).encode() + b"\n")

    def report(self):
        named = {source.name: source.count for source in self.channels + self.timers}
        return {
            "members": THREADS + CHILDREN,
            "errors": self.errors[:20],
            "counts": {"ticks": self.ticks, "signals": self.signal_count, **named},
            "stopped": [timer.name for timer in self.timers if timer.stopped],
            "deletedFile": bool(self.deleted),
        }


if __name__ == "__main__":
    family = Family(int(sys.argv[1]))
    print("ready", flush=True)
    family.loop.run()
