/** The machine and the versions that figures belong to. */
import { arch, cpus, release, totalmem } from "node:os";
import type { Host } from "../hosts/host.ts";
import { repository } from "../hosts/machine.ts";
import type { Results } from "./results.ts";

export function machineFacts(): Results["machine"] {
  return {
    cpu: `${cpus()[0]?.model ?? "unknown"} (${arch()})`,
    cores: cpus().length,
    memoryMegabytes: Math.round(totalmem() / (1 << 20)),
    kernel: release(),
  };
}

/** What runs on the hosts, in words that can be printed one after the other. */
export async function versionFacts(host: Host): Promise<Results["versions"]> {
  const { stdout } = Bun.spawnSync(["git", "-C", repository, "describe", "--always", "--dirty"]);
  const ask = async (program: string) => {
    const words = (await host.check([program, "--version"])).split("\n")[0]?.split(" ") ?? [];
    return `${program} ${words.find((word) => /^\d/.test(word)) ?? "?"}`;
  };
  return {
    konk: await ask("konk"),
    source: `source ${stdout.toString().trim()}`,
    criu: await ask("criu"),
    runc: await ask("runc"),
    podman: await ask("podman"),
    hosts: (await host.check(["sh", "-c", '. /etc/os-release && echo "$PRETTY_NAME"'])).trim(),
  };
}
