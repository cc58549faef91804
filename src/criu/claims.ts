/** What the images of a checkpoint claim for the processes in it, as far as it gives them power over a host. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { CapabilityClaim, Claims, NamespaceClaim } from "../core/claims.ts";
import { KonkError } from "../errors.ts";
import { criu } from "../gen/criu.js";
import { readMessage, readMessages } from "./image-reader.ts";

const dead = 2;

/** Reads the images in a folder. Throws E_CRIU for what cannot be read. */
export function readClaims(folder: string): Claims {
  const files = readdirSync(folder);
  const named = (pattern: RegExp) => files.filter((file) => pattern.test(file)).map((file) => join(folder, file));
  const [mountpoints, second] = named(/^mountpoints-\d+\.img$/);
  if (mountpoints === undefined || second !== undefined)
    throw new KonkError("E_CRIU", "Cannot restore from these images: wanted the mounts of one namespace");
  const { rootIds } = readMessage(join(folder, "inventory.img"), (bytes) => criu.Inventory.decode(bytes));
  const outside = only("the namespaces of CRIU", rootIds);
  return {
    mounts: readMessages(mountpoints, (bytes) => criu.Mount.decode(bytes)).map(
      ({ fstype, flags, mountpoint, extKey, sharedId, masterId }) => ({
        mountPoint: mountpoint,
        type: fstype,
        flags,
        key: extKey || null,
        propagates: Boolean(sharedId) || Boolean(masterId),
      }),
    ),
    outside: namespaces(outside),
    inside: named(/^ids-\d+\.img$/).map((path) =>
      namespaces(readMessage(path, (bytes) => criu.NamespaceIds.decode(bytes))),
    ),
    capabilities: named(/^core-\d+\.img$/).flatMap(capabilities),
  };
}

function namespaces(ids: criu.NamespaceIds.$Properties): NamespaceClaim {
  return {
    pid: ids.pidNsId ?? 0,
    mnt: ids.mntNsId ?? 0,
    uts: ids.utsNsId ?? 0,
    ipc: ids.ipcNsId ?? 0,
    net: ids.netNsId ?? 0,
    user: ids.userNsId ?? 0,
    cgroup: ids.cgroupNsId ?? 0,
  };
}

/** One that has ended and waits for its parent has none. */
function capabilities(path: string): CapabilityClaim[] {
  const { tc, threadCore } = readMessage(path, (bytes) => criu.Core.decode(bytes));
  if (tc.length > 0 && only("the state of a process", tc).taskState === dead) return [];
  const { creds = [] } = only("a thread", threadCore);
  const { capInh = [], capPrm = [], capEff = [], capBnd = [] } = only("credentials", creds ?? []);
  return [capInh, capPrm, capEff, capBnd].map((words) => ({ words: words ?? [] }));
}

/** DANGER: CRIU joins what is there twice, konk's reader would see the last of them. */
function only<T>(what: string, found: readonly T[]): T {
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  throw new KonkError("E_CRIU", `Cannot restore from these images: found ${found.length} times ${what}, wanted one`);
}
