/**
 * Whether the pages that the images of a checkpoint speak of have come. CRIU does not look: it reads on at the end of a file
 * for ever, and leaves shared memory empty. What lists the pages is read, and the length of what holds them.
 *
 * A file that holds more than is spoken of does no harm: nobody reads it.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { KonkError } from "../errors.ts";
import { inParent, lazy } from "./page-server.ts";
import { PagemapReader, readerBytes } from "./pagemap-reader.ts";

/** CRIU's own name for the folder of images that others build on. */
export const parentFolder = "parent";

export interface MemoryCheckOptions {
  /** So much of what is marked so may come after the restore. */
  mayFollowBytes: number;
}

/** Throws E_PROTOCOL unless every page of every process, and of shared memory, is in a folder of images. */
export function checkMemory(folder: string, { mayFollowBytes }: MemoryCheckOptions): void {
  const budget = { bytes: mayFollowBytes };
  const buffers = { own: new Uint8Array(readerBytes), parent: new Uint8Array(readerBytes) };
  for (const name of readdirSync(folder)) {
    const [, shared, id] = /^pagemap(-shmem)?-(\d+)\.img$/.exec(name) ?? [];
    if (id === undefined) continue;
    const page = firstMissing(folder, name, { budget, buffers });
    if (page === null) continue;
    const owner = shared === undefined ? "process" : "shared memory";
    throw new KonkError(
      "E_PROTOCOL",
      `Cannot restore from these images: its memory is not all here: ${owner} ${id} lacks page ${page.toString(16)}`,
    );
  }
}

type Buffers = Record<"own" | "parent", Uint8Array>;

function firstMissing(
  folder: string,
  name: string,
  { budget, buffers }: { budget: { bytes: number }; buffers: Buffers },
): number | null {
  using runs = PagemapReader.open(folder, name, buffers.own);
  if (runs === undefined) return null;
  using stack = new DisposableStack();
  let parent: PagemapReader | undefined;
  while (runs.next()) {
    const { address, end, flags, heldTo } = runs;
    if ((flags & inParent) !== 0) {
      parent ??= stack.use(PagemapReader.open(join(folder, parentFolder), name, buffers.parent));
      const page = parent === undefined ? address : firstUncovered(parent, address, end);
      if (page < end) return page;
    } else if (heldTo < end && !(flags === lazy && spend(budget, end - address))) return heldTo;
  }
  return null;
}

/** False, and nothing is spent, when there is not so much left. */
function spend(budget: { bytes: number }, bytes: number): boolean {
  if (budget.bytes < bytes) return false;
  budget.bytes -= bytes;
  return true;
}

/** The first page of a run that the parent does not hold; `end` when it holds them all. Runs must ascend. */
function firstUncovered(parent: PagemapReader, address: number, end: number): number {
  for (let at = address; at < end; ) {
    if (parent.address <= at && at < parent.heldTo) at = parent.heldTo;
    else if (parent.end > at || !parent.next()) return at;
  }
  return end;
}
