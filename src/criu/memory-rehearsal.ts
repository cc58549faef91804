/**
 * A first check of memory that is not in the freeze: the first thousands of runs take several times as long as those after
 * them. What is made up is like a real process's memory, or what becomes fast would be good for other numbers only.
 */

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageBytes } from "../core/page-bytes.ts";
import { log } from "../log.ts";
import { checkMemory, parentFolder } from "./memory-check.ts";
import { inParent, present } from "./page-server.ts";
import { PagemapImage } from "./pagemap-image.ts";

/** Enough for full speed afterwards; 10 to 20 ms of work, most of it the first time. */
const times = 5;
const runs = 2_000;
const longestRun = 5;
const pagemap = "pagemap-1.img";
const pages = "pages-1.img";

/** Leaves nothing in the folder, and never throws: it is a help, not a need. */
export function rehearseMemoryCheck(folder: string): void {
  try {
    const images = mkdtempSync(join(folder, "rehearsal-"));
    try {
      makeUp(images);
      for (let time = 0; time < times; time += 1) checkMemory(images, { mayFollowBytes: 0 });
    } finally {
      rmSync(images, { recursive: true });
    }
  } catch (error) {
    log.debug(`The check of memory is not rehearsed: ${String(error)}`); // no room
  }
}

/** Every second run came ahead. */
function makeUp(images: string): void {
  const [own, all] = [new PagemapImage(1), new PagemapImage(1)];
  for (let run = 0, address = 0x7f00_0000_0000; run < runs; run += 1) {
    const length = 1 + (run % longestRun);
    own.add(address, length, run % 2 === 0 ? inParent : present);
    all.add(address, length, present);
    address += (length + (run % 3)) * pageBytes;
  }
  const parent = join(images, parentFolder);
  mkdirSync(parent);
  for (const folder of [images, parent]) {
    writeFileSync(join(folder, pagemap), (folder === parent ? all : own).finish());
    writeFileSync(join(folder, pages), "");
    truncateSync(join(folder, pages), runs * longestRun * pageBytes);
  }
}
