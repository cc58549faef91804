"""Sends back whatever comes, over TCP and UDP.

usage: echo.py PORT
"""

import sys

from loop import Connection, Loop, accept_all, echo_datagrams, tcp_listener, udp_socket


def main(port):
    connections = set()

    def flush():
        for connection in list(connections):
            if connection.pending:
                connection.send()

    def leave(connection, _error):
        connections.discard(connection)
        connection.close()

    def accept():
        for sock in accept_all(listener):
            connections.add(Connection(loop, sock, lambda connection, data: connection.send(data), leave))

    loop = Loop(0.02, flush)
    listener, udp = tcp_listener(port), udp_socket(port)
    loop.watch(listener, accept)
    loop.watch(udp, lambda: echo_datagrams(udp))
    print("ready", flush=True)
    loop.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
