"""A program that holds one thing which cannot be moved.

usage: odd.py KIND     prints "ready", or "none: REASON" where the kernel does not offer it, and sleeps
"""

import ctypes
import os
import pty
import signal
import socket
import subprocess
import sys
import time

SYS_IO_URING_SETUP = 425
IPPROTO_MPTCP = 262
libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def inotify():
    descriptor = checked(libc.inotify_init())
    checked(libc.inotify_add_watch(descriptor, b"/etc/hosts", 2))
    return descriptor


def nested():
    child = subprocess.Popen(["unshare", "--user", "sleep", "100000"])
    time.sleep(0.2)
    if child.poll() is not None:
        raise OSError("cannot make a user namespace")
    return child


KINDS = {
    "io_uring": lambda: checked(libc.syscall(SYS_IO_URING_SETUP, 8, ctypes.create_string_buffer(256))),
    "inotify": inotify,
    "mptcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP),
    "nested": nested,
    "sctp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP),
    "terminal": pty.openpty,
    "vsock": lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM),
}


def main(kind):
    try:
        held = KINDS[kind]()
    except OSError as error:
        print(f"none: {error}", flush=True)
        return
    print("ready", flush=True)
    while held is not None:
        signal.pause()


if __name__ == "__main__":
    main(sys.argv[1])
