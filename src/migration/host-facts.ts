/** What the other host must know about this one before anything is moved. */
import { access, readFile } from "node:fs/promises";
import { hostname, machine, release } from "node:os";
import { bridgeExists } from "../container/bridge.ts";
import { availableBytes } from "../container/memory-reserve.ts";
import { bootId } from "../container/process-id.ts";
import type { HostFacts } from "../core/compatibility.ts";
import { CriuService } from "../criu/criu-service.ts";
import { cleanEnvironment } from "../run.ts";
import { freeBytes } from "./image-tmpfs.ts";

/** Programs that konk runs on a host, and the Debian package that each comes in. */
export const requiredPrograms: Readonly<Record<string, string>> = {
  criu: "criu",
  ip: "iproute2",
  nft: "nftables",
  nsenter: "util-linux",
  unshare: "util-linux",
  mount: "mount",
  sysctl: "procps",
};

export async function collectHostFacts(imageFolder: string, signal?: AbortSignal): Promise<HostFacts> {
  const missing = await missingPackages();
  return {
    hostname: hostname(),
    arch: machine(),
    kernel: release(),
    criu: missing.includes("criu") ? "" : await criuVersion(signal),
    bootId: bootId(),
    cpuFlags: await cpuFlags(),
    lsm: (await readText("/sys/kernel/security/lsm")).trim().split(",").filter(Boolean),
    imageBudgetBytes: await freeBytes(imageFolder).catch(() => 0),
    availableMemoryBytes: availableBytes(),
    bridge: await bridgeExists(),
    missingPackages: missing,
  };
}

/** Debian packages whose programs are not found in konk's search path; each once. */
export async function missingPackages(): Promise<string[]> {
  const missing = new Set<string>();
  for (const [program, name] of Object.entries(requiredPrograms)) {
    if (!(await inPath(program))) missing.add(name);
  }
  return [...missing];
}

async function inPath(program: string): Promise<boolean> {
  for (const folder of cleanEnvironment.PATH.split(":")) {
    try {
      await access(`${folder}/${program}`);
      return true;
    } catch {
      // Not there: the next folder.
    }
  }
  return false;
}

async function criuVersion(signal?: AbortSignal): Promise<string> {
  await using criu = await CriuService.start(signal ? { signal } : {});
  return (await criu.version()).text;
}

async function cpuFlags(): Promise<string[]> {
  const text = await readText("/proc/cpuinfo");
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1] ?? "";
  return line.split(" ").filter(Boolean);
}

async function readText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
