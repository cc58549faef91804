/** What a peer may do to a good checkpoint, a folder of images, before it sends it. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { criu } from "../../../src/gen/criu.js";

/** An image with its messages changed; what comes before them stays. */
function tamper(folder: string, file: string, change: (messages: Buffer[]) => Buffer[]): void {
  const image = readFileSync(join(folder, file));
  const messages: Buffer[] = [];
  for (let at = 8; at < image.length; at += 4 + image.readUInt32LE(at))
    messages.push(image.subarray(at + 4, at + 4 + image.readUInt32LE(at)));
  const framed = change(messages).flatMap((message) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(message.length);
    return [length, message];
  });
  writeFileSync(join(folder, file), Buffer.concat([image.subarray(0, 8), ...framed]));
}

const mountsOf = (folder: string) => readdirSync(folder).find((file) => file.startsWith("mountpoints-")) ?? "none";

export interface Crime {
  change: (folder: string) => void;
  /** The destination's answer. */
  told: RegExp;
}

/** Each gives the processes in a good checkpoint a piece of the host, or all of a processor to the CRIU that restores them. */
export const crimes: Record<string, Crime> = {
  "what hides konk's key is not mounted": {
    change: (folder) => {
      tamper(folder, mountsOf(folder), (mounts) => mounts.filter((mount) => !mount.includes("hidden-etc-konk")));
    },
    told: /nothing is mounted on "\/etc\/konk"/,
  },
  "the host's devices are mounted": {
    change: (folder) => {
      const devices = criu.Mount.encode({ fstype: 3, flags: 0, mountpoint: "/mnt" }).finish();
      tamper(folder, mountsOf(folder), (mounts) => [Buffer.from(devices), ...mounts]);
    },
    told: /something is mounted on "\/mnt"/,
  },
  "it is in the host's mount namespace": {
    change: (folder) => {
      const outside = Buffer.from([0x48, 6]); // mnt_ns_id once more: the last one counts
      tamper(folder, "ids-1.img", ([ids]) => [Buffer.concat([ids ?? outside, outside])]);
    },
    told: /another mnt namespace/,
  },
  "it has every capability": {
    change: (folder) => {
      const capEff = [0xffffffff, 0x1ff];
      const more = criu.Core.encode({ threadCore: [{ creds: [{ capEff, capPrm: capEff, capBnd: capEff }] }] }).finish();
      tamper(folder, "core-1.img", ([core]) => [Buffer.concat([core ?? more, more])]);
    },
    told: /found 2 times a thread, wanted one/,
  },
  "a page of it was never sent": {
    change: (folder) => {
      const { pagesId } = pagemapHead(folder);
      truncateSync(join(folder, `pages-${pagesId}.img`), 4096);
    },
    told: /its memory is not all here: process 1 lacks page [0-9a-f]+$/,
  },
  "a page of it came ahead, it says": {
    change: (folder) => {
      tamper(folder, "pagemap-1.img", (messages) => {
        const { vaddr, compatNrPages, nrPages } = criu.PagemapEntry.decode(messages[1] ?? Buffer.alloc(0));
        const run = criu.PagemapEntry.encode({ vaddr, compatNrPages, flags: 1, nrPages }).finish();
        return messages.with(1, Buffer.from(run));
      });
    },
    told: /its memory is not all here: process 1 lacks page [0-9a-f]+$/,
  },
};

function pagemapHead(folder: string) {
  const image = readFileSync(join(folder, "pagemap-1.img"));
  return criu.PagemapHead.decode(image.subarray(12, 12 + image.readUInt32LE(8)));
}
