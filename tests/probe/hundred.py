"""A client of workloads/echo.py with a hundred connections that do nothing until the end.

usage: hundred.py HOST PORT [COUNT]     pings all, prints "connected", waits for SIGTERM or SIGINT, pings all again

Prints one line of JSON: {connections, answered, errors, longestPingMs}, about the second round.
"""

import resource
import sys
import time

from report import Stop, connect, tell


def ping(sock, text):
    """Milliseconds until the echo of a text is back."""
    started = time.monotonic()
    sock.sendall(text)
    answer = b""
    while len(answer) < len(text):
        data = sock.recv(1024)
        if not data:
            raise ConnectionError("closed by the server")
        answer += data
    if answer != text:
        raise ConnectionError(f"wrong echo: {answer!r}")
    return (time.monotonic() - started) * 1000


def main(host, port, count):
    stop = Stop()
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, count + 100))
    socks = [connect(host, port) for _ in range(count)]
    for number, sock in enumerate(socks):
        sock.settimeout(10)
        ping(sock, b"before %d\n" % number)
    print("connected", flush=True)
    while not stop.requested:
        time.sleep(0.02)
    answered, longest_ms, errors = 0, 0.0, []
    for number, sock in enumerate(socks):
        try:
            longest_ms = max(longest_ms, ping(sock, b"after %d\n" % number))
            answered += 1
        except OSError as error:
            errors.append(f"{number}: {error}")
    tell({"connections": count, "answered": answered, "errors": errors, "longestPingMs": round(longest_ms, 2)})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100)
