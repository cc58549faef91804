/** The pages that follow each process of a checkpoint, as its images name them. */
import { existsSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parentFolder } from "../criu/memory-check.ts";
import { lazy, present } from "../criu/page-server.ts";
import { readPagemap } from "../criu/pagemap-image.ts";
import { LazyImage } from "./lazy-image.ts";
import type { PageRun } from "./process-memory.ts";

/** Flags of a run of pages that follow: CRIU has left them out. */
const lazyAndAbsent = (flags: number) => (flags & lazy) !== 0 && (flags & present) === 0;

/** Every process of the checkpoint, with what is here of it already. */
export function loadLazyImages(folder: string): LazyImage[] {
  const ahead = join(folder, parentFolder);
  const late = { fd: openSync(join(folder, "late"), "w+", 0o600), bytes: 0 };
  rmSync(join(folder, "late")); // its memory goes with the last descriptor
  return readdirSync(folder).flatMap((name) => {
    const id = Number(/^pagemap-(\d+)\.img$/.exec(name)?.[1] ?? 0);
    if (id === 0) return [];
    const following: PageRun[] = readPagemap(join(folder, name)).runs.filter(({ flags }) => lazyAndAbsent(flags));
    const path = join(ahead, name);
    if (!existsSync(path)) return [new LazyImage(id, following, null, late)];
    const { pagesId, runs } = readPagemap(path);
    const fd = openSync(join(ahead, `pages-${pagesId}.img`), "r+");
    return [new LazyImage(id, following, { fd, runs }, late)];
  });
}
