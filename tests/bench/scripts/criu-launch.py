"""Becomes a program that CRIU can dump: a session leader in a mount tree of its own, with nothing open from outside.

usage: criu-launch.py ROOT COMMAND...     in fresh pid, mount, uts and ipc namespaces
"""

import ctypes
import os
import platform
import subprocess
import sys

PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def main(root, command):
    os.makedirs(root, exist_ok=True)
    mount("--make-rprivate", "/")
    mount("--bind", "/", root)
    mount("-t", "proc", "proc", f"{root}/proc")
    mount("-t", "sysfs", "-o", "ro", "sysfs", f"{root}/sys")
    mount("--bind", "/dev", f"{root}/dev")
    os.chdir(root)
    if ctypes.CDLL(None, use_errno=True).syscall(PIVOT_ROOT[platform.machine()], b".", b"mnt") != 0:
        raise OSError(ctypes.get_errno(), "pivot_root")
    subprocess.run(["umount", "--lazy", "/mnt"], check=True)
    os.chdir("/")
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
