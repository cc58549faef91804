"""A client of a web server that sends one request after another on one connection, which must live.

usage: web.py HOST PORT [TEXT]     ends on SIGTERM or SIGINT; every answer must be 200 with TEXT ("still here") as its body.
It rests 5 ms after each (or PACE_MS of the environment).

Prints "connected" after the first answer, and one line of JSON at the end: {answers, wrong, longestGapMs, gaps, error}.
"""

import http.client
import os
import sys
import time

from report import Gaps, Stop, connect, tell

PAUSE_SECONDS = float(os.environ.get("PACE_MS", "5")) / 1000


def main(host, port, text):
    stop = Stop()
    gaps = Gaps()
    answers = wrong = 0
    error = None
    client = http.client.HTTPConnection(host, port, timeout=300)
    client.sock = connect(host, port)
    client.sock.settimeout(300)
    client.auto_open = 0  # another connection would hide that the first one broke
    while not stop.requested and error is None:
        try:
            client.request("GET", "/")
            response = client.getresponse()
            body = response.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            error = f"{type(problem).__name__}: {problem}"
            break
        gaps.mark()
        answers += 1
        if response.status != 200 or body != text:
            wrong += 1
        if answers == 1:
            print("connected", flush=True)
        time.sleep(PAUSE_SECONDS)
    gaps.close()
    tell({"answers": answers, "wrong": wrong, **gaps.report(), "error": error})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "still here")
