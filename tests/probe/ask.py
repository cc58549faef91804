"""Keeps one connection to workloads/witness.py open, asks at the start and asks again at the end.

usage: ask.py HOST PORT     asks, prints "connected", waits for SIGTERM or SIGINT, asks again over the same connection

Prints one line of JSON: {before, after}, the two answers.
"""

import json
import sys
import time

from report import Stop, connect, tell


def main(host, port):
    stop = Stop()
    sock = connect(host, port)
    sock.settimeout(20)
    file = sock.makefile("rwb")

    def ask():
        file.write(b"tell\n")
        file.flush()
        return json.loads(file.readline())

    before = ask()
    print("connected", flush=True)
    while not stop.requested:
        time.sleep(0.02)
    tell({"before": before, "after": ask()})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
