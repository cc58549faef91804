"""A container's first process by hand: a mount tree of its own, then beacons from processes and threads that count in files.

Started by the CRIU driver under `unshare -p -m -u -i -f`: the root is bound at /run/ct/root, beacons are in /run/ct/run.
"""
import ctypes, os, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)
MS_BIND, MS_REC, MS_PRIVATE, MNT_DETACH, SYS_PIVOT_ROOT = 4096, 16384, 1 << 18, 2, 155
ROOT = "/run/ct/root"


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), "mount tree")


def mount(source, target, kind=None, flags=0):
    check(libc.mount(source and source.encode(), target.encode(), kind and kind.encode(), flags, None))


def enter_root():
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    mount("/", ROOT, None, MS_BIND)
    mount("proc", ROOT + "/proc", "proc")
    mount("/dev", ROOT + "/dev", None, MS_BIND)
    mount("/run/ct/run", ROOT + "/run", None, MS_BIND)
    os.chdir(ROOT)
    check(libc.syscall(SYS_PIVOT_ROOT, b".", b"mnt"))
    os.chdir("/")
    check(libc.umount2(b"/mnt", MNT_DETACH))
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.closerange(3, 1024)


def beacon(name):
    count = 0
    fd = os.open("/run/" + name, os.O_WRONLY | os.O_CREAT)
    while True:
        count += 1
        os.pwrite(fd, b"%012d" % count, 0)
        time.sleep(0.005)


if sys.argv[1:] == ["inside"]:
    memory = os.urandom(1 << 20) * 16
    if os.fork() == 0:
        threading.Thread(target=beacon, args=("child-thread",), daemon=True).start()
        beacon("child")
    threading.Thread(target=beacon, args=("first-thread",), daemon=True).start()
    beacon("first")

with open(__file__) as file:
    source = file.read()
enter_root()
# Once more, from inside: nothing of the program may be mapped from outside its own mount tree.
os.execvp("python3", ["python3", "-c", source, "inside"])
