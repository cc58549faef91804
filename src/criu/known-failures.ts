/**
 * What CRIU's errors mean, as data: the words in its log, the cause, and what to do about it. Gathered from the failures
 * that people report; konk checks most of them before it freezes anything, and these lines catch what slipped through.
 */

export interface KnownFailure {
  pattern: RegExp;
  cause: string;
  fix: string;
}

export const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /Unexpected rt vDSO area bounds|Can't get 1:16 opt/,
    cause: "This CRIU is too old for this kernel",
    fix: "install CRIU 4.2 or newer",
  },
  {
    pattern: /kerndat_tcp_repair failed/,
    cause: "CRIU cannot try out a TCP socket where it runs",
    fix: "bring up the loopback interface of the container's network namespace",
  },
  {
    pattern: /rseq.*get_rseq_conf|lacks get_rseq_conf/,
    cause: "The kernel cannot tell CRIU about restartable sequences",
    fix: "use a kernel of 5.13 or newer",
  },
  {
    pattern: /prlimit: Operation not permitted|Can't get rlimit/,
    cause: "CRIU may not read the limits of a process of another user",
    fix: "give konk the capability CAP_SYS_RESOURCE",
  },
  {
    pattern: /Can't lookup mount=\d+ for fd=\d+/,
    cause: "A process holds a file that was opened outside the container",
    fix: "start the container with konk run, which lets no descriptor in",
  },
  {
    pattern: /session leader .* outside of its pid namespace/,
    cause: "A process belongs to a session from outside the container",
    fix: "start the container with konk run",
  },
  {
    pattern: /dangling tty|Don't have tty to inherit|slave peer index without/,
    cause: "A process uses a terminal from outside the container",
    fix: "start it without a terminal",
  },
  {
    pattern: /Can't bind inet socket|Can't connect inet socket back|Cannot assign requested address/,
    cause: "An address that the container's sockets use is missing",
    fix: "check the container's addresses at the destination with ip addr",
  },
  {
    pattern: /has bad (build-ID|size|mode)/i,
    cause: "A file that a process uses differs between the hosts",
    fix: "install the same version of it on both hosts, or give the container a root of its own with --rootfs",
  },
  {
    pattern: /Can't open file .*(No such file|-2)|Can't open .* on restore/,
    cause: "A file that a process uses is missing at the destination",
    fix: "put it there, or give the container a root of its own with --rootfs",
  },
  {
    pattern: /half of stream unix connection|External socket is used/,
    cause: "A process is connected to a program outside the container by a UNIX socket",
    fix: "close that connection, or run the other program inside the container",
  },
  {
    pattern: /Can't fork for \d+|Pid \d+ do not match|[Tt]hread pid mismatch|intersects with pid/,
    cause: "A process id of the container is taken",
    fix: "start the container with konk run, which gives it a pid namespace",
  },
  {
    pattern: /anon_inode:\[io_uring\]/,
    cause: "A process uses io_uring, which CRIU cannot move",
    fix: "turn io_uring off in the program (Node: UV_USE_IO_URING=0; PostgreSQL: io_method=worker)",
  },
  {
    pattern: /Unsupported proto (262|132|1)\b/,
    cause: "A process uses a kind of socket that CRIU cannot move (MPTCP, SCTP or ICMP)",
    fix: "use plain TCP or UDP (Go: GODEBUG=multipathtcp=0)",
  },
  {
    pattern: /In-flight connection/i,
    cause: "A client has connected and the program has not accepted it yet",
    fix: "try again when it has time to accept",
  },
  {
    pattern: /fsnotify: (Can't|.*irmap)|irmap/,
    cause: "A process watches a file that CRIU cannot find again",
    fix: "watch files of a plain file system, not of an overlay or NFS",
  },
  {
    pattern: /Can't dump ghost file/,
    cause: "A deleted file that is still open is too large",
    fix: "close it, or move it to a volume",
  },
  {
    pattern: /Can't create link remap|Use link-remap option/,
    cause: "A process holds a file whose name was removed while another name of it remains",
    fix: "close it, or keep the name",
  },
  {
    pattern: /SysVIPC shmem map doesn't live in IPC/,
    cause: "System V shared memory comes from outside the container",
    fix: "start the container with konk run, which gives it an IPC namespace",
  },
  {
    pattern: /FPU feature required by image|CPU .* not supported|xsave/i,
    cause: "The processor of the destination lacks what the source's has",
    fix: "move to a host with the same or a newer processor",
  },
  {
    pattern: /Diag module missing|Sockets collect procedure/,
    cause: "The kernel cannot list sockets",
    fix: "load the modules inet_diag, tcp_diag, udp_diag, unix_diag, netlink_diag and packet_diag",
  },
  {
    pattern: /Can't dump nested|Nested mount namespaces|doesn't have a proper root mount|has no mapping|no mapping/i,
    cause: "A process has namespaces or mounts of its own",
    fix: "run the program without nested containers or private mounts",
  },
  {
    pattern: /Timeout reached\. Try to interrupt|Unable to freeze cgroup/,
    cause: "A process could not be stopped in time",
    fix: "look for processes in state D with ps, or for a debugger attached to one",
  },
  {
    pattern: /mismatched lsm types|lsm profile/i,
    cause: "The hosts use different security profiles",
    fix: "load the same AppArmor or SELinux policy on both hosts",
  },
  {
    pattern: /No space left on device|Cannot allocate memory/,
    cause: "There is no room for the images or the memory",
    fix: "free memory on that host",
  },
];

/** A sentence for the first of `lines` that is known, or undefined. */
export function explainFailure(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const known = knownFailures.find(({ pattern }) => pattern.test(line));
    if (known !== undefined) return `${known.cause}: ${known.fix}`;
  }
  return undefined;
}
