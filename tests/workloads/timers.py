"""Every kind of timer and deadline, and clocks that may only go forward, a little at a time.

usage: timers.py SECONDS    the one-shot timers and sleeps end so long after the start

Prints a line of JSON every 100 ms: {elapsed, largestStep, counts, fired}, times in seconds by CLOCK_MONOTONIC. "counts" has
the expirations of the periodic timers, "fired" when each one-shot came to its end (null before), and "largestStep" the
longest time between two looks at the clocks (a step back is negative and stays).
"""

import ctypes
import json
import os
import select
import signal
import struct
import sys
import threading
import time

LOOK_SECONDS = 0.02
MONOTONIC = 1

libc = ctypes.CDLL(None, use_errno=True)


class Sigevent(ctypes.Structure):
    _fields_ = [("value", ctypes.c_void_p), ("signo", ctypes.c_int), ("notify", ctypes.c_int), ("pad", ctypes.c_char * 48)]


def posix_timer(number, first, interval):
    """A POSIX timer that sends a signal."""
    timer = ctypes.c_void_p()
    event = Sigevent(None, number, 0)
    value = (ctypes.c_long * 4)(int(interval), int(interval % 1 * 1e9), int(first), int(first % 1 * 1e9))
    if libc.timer_create(MONOTONIC, ctypes.byref(event), ctypes.byref(timer)) or libc.timer_settime(timer, 0, value, None):
        raise OSError(ctypes.get_errno(), "POSIX timer")


def timerfd(initial, interval, absolute=False):
    descriptor = os.timerfd_create(MONOTONIC, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)
    flags = os.TFD_TIMER_ABSTIME if absolute else 0
    os.timerfd_settime(descriptor, flags=flags, initial=initial, interval=interval)
    return descriptor


def disarmed_timerfd(flags):
    """Its interval is kept, though it is off."""
    descriptor = timerfd(0.01, 0.01)
    time.sleep(0.05)
    os.timerfd_settime(descriptor, flags=flags, initial=0, interval=0.01)
    return descriptor


def expirations(descriptor):
    try:
        return struct.unpack("=Q", os.read(descriptor, 8))[0]
    except BlockingIOError:
        return 0


class Timers:
    def __init__(self, seconds):
        self.start, self.end = time.monotonic(), time.monotonic() + seconds
        self.largest_step, self.seen = 0, {}
        self.fired = {}
        signals = {"itimer": signal.SIGALRM, "POSIX timer": signal.SIGRTMIN, "one-shot POSIX timer": signal.SIGRTMIN + 1}
        self.signals = {number: name for name, number in signals.items()}
        self.counts = {"itimer": 0, "POSIX timer": 0}
        for number in self.signals:
            signal.signal(number, self.hear)
        # Short intervals and rare looks: at almost every moment most of these have an expiration that was not read.
        self.periodic = {f"timerfd of {ms} ms": timerfd(ms / 1000, ms / 1000) for ms in (1, 2, 5, 10, 50, 300)}
        self.periodic["disarmed timerfd"] = disarmed_timerfd(0)
        self.periodic["disarmed absolute timerfd"] = disarmed_timerfd(os.TFD_TIMER_ABSTIME)
        self.single = {"timerfd": timerfd(seconds, 0), "absolute timerfd": timerfd(self.end, 0, absolute=True)}
        self.counts.update({name: 0 for name in self.periodic})
        self.fired.update({name: None for name in (*self.single, "one-shot POSIX timer", "sleep", "poll", "one-shot itimer")})
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        if os.fork() == 0:
            one_shot_itimer(writer, seconds)
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
        posix_timer(signal.SIGRTMIN, 0.01, 0.01)
        posix_timer(signal.SIGRTMIN + 1, seconds, 0)
        for name, wait in (("sleep", time.sleep), ("poll", lambda left: select.poll().poll(left * 1000))):
            threading.Thread(target=self.wait, args=(name, wait, seconds), daemon=True).start()

    def wait(self, name, wait, seconds):
        signal.pthread_sigmask(signal.SIG_BLOCK, self.signals)
        wait(seconds)
        self.fire(name)

    def fire(self, name):
        self.fired[name] = round(time.monotonic() - self.start, 3)

    def hear(self, number, _frame):
        name = self.signals[number]
        if name in self.counts:
            self.counts[name] += 1
        else:
            self.fire(name)

    def look(self):
        for name, descriptor in self.periodic.items():
            self.counts[name] += expirations(descriptor)
        for name, descriptor in self.single.items():
            if expirations(descriptor) > 0:
                self.fire(name)
        if self.fired["one-shot itimer"] is None and select.select([self.reader], [], [], 0)[0]:
            self.fire("one-shot itimer")
        for clock in (time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME):
            now = time.clock_gettime(clock)
            step = now - self.seen.get(clock, now)
            if self.largest_step >= 0:
                self.largest_step = step if step < 0 else max(step, self.largest_step)
            self.seen[clock] = now

    def report(self):
        elapsed = round(time.monotonic() - self.start, 3)
        return {"elapsed": elapsed, "largestStep": self.largest_step, "counts": self.counts, "fired": self.fired}


def one_shot_itimer(writer, seconds):
    signal.signal(signal.SIGALRM, lambda _number, _frame: os.write(writer, b"."))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    while True:
        signal.pause()


if __name__ == "__main__":
    timers = Timers(float(sys.argv[1]))
    looks = 0
    while True:
        time.sleep(LOOK_SECONDS)
        timers.look()
        looks += 1
        if looks % 5 == 0:
            print(json.dumps(timers.report()), flush=True)
