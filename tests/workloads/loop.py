"""A loop around select() with a steady tick, for programs that are moved between hosts.

No wait in it depends on the monotonic clock, which may differ on the next host: the tick is an interval timer, which moves
with the program, and select() has no timeout.
"""

import os
import selectors
import signal
import socket


class Loop:
    def __init__(self, tick_seconds, on_tick):
        self._selector = selectors.DefaultSelector()
        self._bell, bell_rope = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._on_tick = on_tick
        self.watch(self._bell, self._tick)
        signal.set_wakeup_fd(bell_rope, warn_on_full_buffer=False)
        signal.signal(signal.SIGALRM, lambda _number, _frame: None)
        signal.setitimer(signal.ITIMER_REAL, tick_seconds, tick_seconds)

    def _tick(self):
        os.read(self._bell, 4096)
        self._on_tick()

    def watch(self, file, on_readable):
        self._selector.register(file, selectors.EVENT_READ, on_readable)

    def forget(self, file):
        self._selector.unregister(file)

    def run(self):
        while True:
            for key, _ in self._selector.select():
                if key.fd in self._selector.get_map():
                    key.data()


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def tcp_listener(port, address="0.0.0.0"):
    """At "::" it is there for IPv6 and IPv4."""
    listener = socket.socket(family_of(address))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(128)
    listener.setblocking(False)
    return listener


def udp_socket(port, address="0.0.0.0"):
    udp = socket.socket(family_of(address), socket.SOCK_DGRAM)
    udp.bind((address, port))
    udp.setblocking(False)
    return udp


def echo_datagrams(udp):
    """Answers every waiting datagram with itself."""
    while True:
        try:
            data, sender = udp.recvfrom(65536)
            udp.sendto(data, sender)
        except BlockingIOError:
            return
        except OSError:
            continue


class Connection:
    """A TCP connection that neither blocks the loop nor loses what does not fit into the socket yet."""

    def __init__(self, loop, sock, on_data, on_end):
        self.pending = bytearray()
        self.ended = False
        self._loop, self._sock, self._on_data, self._on_end = loop, sock, on_data, on_end
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop.watch(sock, self._readable)

    def send(self, data=b""):
        """Queues data and sends what fits. Call it again later (without data) for the rest."""
        self.pending += data
        try:
            while self.pending:
                sent = self._sock.send(self.pending[:262144])
                del self.pending[:sent]
        except BlockingIOError:
            pass
        except OSError as error:
            self.close(error)

    def _readable(self):
        try:
            data = self._sock.recv(262144)
        except BlockingIOError:
            return
        except OSError as error:
            self.close(error)
            return
        if data:
            self._on_data(self, data)
        else:
            self._loop.forget(self._sock)
            self._on_end(self, None)

    def close(self, error=None):
        if self.ended:
            return
        self.ended = True
        try:
            self._loop.forget(self._sock)
        except KeyError:
            pass
        self._sock.close()
        if error is not None:
            self._on_end(self, error)


def accept_all(listener):
    """The connections that wait to be accepted."""
    while True:
        try:
            yield listener.accept()[0]
        except BlockingIOError:
            return
