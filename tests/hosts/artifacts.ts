/** What is kept of a lab when a test fails: logs, journals, CRIU's logs, and the state of every host's network. */
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "./host.ts";

const largestBytes = 4 << 20; // more than a log: memory images are not kept

const looks: Record<string, readonly string[]> = {
  "addresses.txt": ["ip", "address"],
  "bridge.txt": ["bridge", "link"],
  "routes.txt": ["ip", "route", "show", "table", "all"],
  "nft.txt": ["nft", "list", "ruleset"],
  "sockets.txt": ["ss", "-tunap"],
  "processes.txt": ["ps", "-ef"],
  "mounts.txt": ["cat", "/proc/self/mountinfo"],
  "containers.txt": ["konk", "ps"],
};

/** Keeps a running host's state in a folder. A look that fails leaves its error in place of its output. */
export async function keepHost(host: Host, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (!host.isOn) return;
  for (const [file, argv] of Object.entries(looks)) {
    const { stdout, stderr } = await host.exec(argv, { timeoutMs: 5_000 });
    writeFileSync(join(folder, file), `${stdout}${stderr}`);
  }
  for (const kept of ["/var/lib/konk", "/run/konk"]) copySmallFiles(host.path(kept), join(folder, kept));
}

/** Keeps the tail of the kernel's log, which all hosts share. */
export function keepKernelLog(folder: string): void {
  const { stdout } = Bun.spawnSync(["dmesg"]);
  writeFileSync(join(folder, "dmesg.txt"), `${stdout.toString().split("\n").slice(-200).join("\n")}\n`);
}

/** Copies regular files and folders; leaves out what is large and whatever vanishes meanwhile. */
export function copySmallFiles(from: string, to: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, { recursive: true, filter: (path) => isFolderOrSmallFile(path) });
}

function isFolderOrSmallFile(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  // The root of a container is a whole file system, and its /dev another.
  if (stats.isDirectory()) return !/\/run\/konk\/(containers\/[^/]+\/root|dev)$/.test(path);
  return stats.isFile() && stats.size <= largestBytes;
}
