/** What kind of socket a descriptor of another process is: asked of the socket itself, since /proc lists only bound ones. */
import { closeSync } from "node:fs";
import { getOption, solSocket } from "../socket-option.ts";
import { pidfdGetfd, pidfdOpen } from "./net-libc.ts";

const soType = 3;
const soProtocol = 38;
const soDomain = 39;
const sockRaw = 3;

const domains: Readonly<Record<number, string>> = { 1: "unix", 16: "netlink", 17: "packet" };
const inetProtocols: Readonly<Record<number, string>> = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  132: "sctp",
  136: "udplite",
  262: "mptcp",
};

/** "tcp", "unix" …, "family 40" for a kind without a name here; null when the descriptor is gone or is no socket. */
export function socketProtocol(pid: number, theirFd: number): string | null {
  const pidfd = pidfdOpen(pid);
  if (pidfd === null) return null;
  const fd = pidfdGetfd(pidfd, theirFd);
  closeSync(pidfd);
  if (fd === null) return null;
  try {
    return protocolOf(fd);
  } finally {
    closeSync(fd);
  }
}

function protocolOf(fd: number): string | null {
  const domain = getOption(fd, solSocket, soDomain);
  if (domain === null) return null;
  if (domain !== 2 && domain !== 10) return domains[domain] ?? `family ${domain}`;
  if (getOption(fd, solSocket, soType) === sockRaw) return "raw";
  const protocol = getOption(fd, solSocket, soProtocol) ?? 0;
  return inetProtocols[protocol] ?? `protocol ${protocol}`;
}
