/**
 * The text of konk.service. Whatever the server starts inherits what a unit does to a process: namespaces, seccomp filters,
 * capabilities, limits. Monitors and containers come from there, so the unit hardens by its cgroup alone, which they leave;
 * docs/decisions/systemd-unit.md has the reasons.
 */
import { KonkError } from "../errors.ts";

export const unitName = "konk.service";
export const unitPath = `/etc/systemd/system/${unitName}`;

/** By its first line konk knows a unit that it made. */
const firstLine =
  '# Made by "konk server install": run that again to change it, or "systemctl edit konk" to add to it.';

export interface ServerUnit {
  /** Absolute path of konk. */
  executable: string;
  /** What follows "konk server". */
  options: readonly string[];
  /** Folders that must be mounted before the server starts. */
  folders: readonly string[];
}

export function isOwnUnit(text: string): boolean {
  return text.startsWith(`${firstLine}\n`);
}

/** Throws E_CONFIG for what a unit cannot carry. */
export function serverUnit({ executable, options, folders }: ServerUnit): string {
  checkExecutable(executable);
  const command = [executable, "server", ...options.map(quoteArgument)].join(" ");
  return `${firstLine}
[Unit]
Description=konk, which receives containers from other hosts
Wants=network-online.target
After=network-online.target
RequiresMountsFor=${folders.map(quote).join(" ")}
# What this host holds for others must not wait for an operator: try for ever.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart=${command}
# They act before the first line of konk's own code, whoever set them for the whole host.
UnsetEnvironment=BUN_BE_BUN BUN_OPTIONS BUN_INSPECT BUN_INSPECT_PRELOAD NODE_EXTRA_CA_CERTS LD_PRELOAD LD_LIBRARY_PATH
SyslogIdentifier=konk
Restart=on-failure
RestartSec=2s
TimeoutStartSec=120s
TimeoutStopSec=60s
WatchdogSec=60s
# SIGABRT would write a core: the memory of the server holds this host's key.
WatchdogSignal=SIGKILL

# Stopping the server ends neither a monitor on its way into its container's scope nor a CRIU.
KillMode=process
OOMPolicy=continue
OOMScoreAdjust=-500
# Cgroups that programs of konk's make below this unit are their own.
Delegate=yes
# konk names the mode of every secret; the folders that containers see must not lose theirs.
UMask=0022
KeyringMode=private

# Hardened by the cgroup alone, which no container is in. Namespaces (Protect...=, Private...=, ReadWritePaths=) would hide
# the mounts that konk makes from the host; seccomp, capabilities, NoNewPrivileges= and Limit...= would pass to containers.
DevicePolicy=closed
# CRIU looks what it can do, and remembers it for all.
DeviceAllow=/dev/net/tun rw

[Install]
WantedBy=multi-user.target
`;
}

/** systemd reads % as a specifier, and quotes and backslashes much as C does. */
function quote(text: string): string {
  if (/\p{Cc}/u.test(text)) {
    throw new KonkError("E_CONFIG", `Cannot write ${JSON.stringify(text)} into a unit: found a control character`);
  }
  const escaped = text.replaceAll("%", "%%");
  return /^[\w.,:@%/[\]=+-]+$/.test(text) ? escaped : `"${escaped.replace(/["\\]/g, "\\$&")}"`;
}

/** In a command $ begins a variable, too. */
export function quoteArgument(text: string): string {
  return quote(text).replaceAll("$", () => "$$");
}

const passing = ["/tmp", "/var/tmp", "/run", "/var/run", "/dev", "/proc"];

/** Throws E_CONFIG for an executable that will not be there after the next boot, or whose path a unit cannot carry. */
function checkExecutable(path: string): void {
  const folder = passing.find((each) => path.startsWith(`${each}/`));
  if (folder !== undefined) throw wrongExecutable(path, `found it in ${folder}, wanted a place that stays`);
  if (path.endsWith(" (deleted)")) throw wrongExecutable(path.slice(0, -10), "found it replaced while it ran");
  if (!/^\/[\w.,@+/-]+$/.test(path))
    throw wrongExecutable(path, "found white space or signs that systemd reads itself");
}

export function wrongExecutable(path: string, found: string): KonkError {
  return new KonkError("E_CONFIG", `Cannot make a service of "${path}": ${found}`, {
    hint: 'Run "install -m 755 konk /usr/local/bin/konk", then "/usr/local/bin/konk server install"',
  });
}
