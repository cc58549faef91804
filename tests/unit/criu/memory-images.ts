/** Pagemaps and their pages images in a folder, and one of those that came ahead. */

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { checkMemory } from "../../../src/criu/memory-check.ts";
import { PagemapImage } from "../../../src/criu/pagemap-image.ts";
import { KonkError } from "../../../src/errors.ts";

export const heap = 0x7f00_0000_0000;

/** Page of the heap, how many, flags. */
export type Run = readonly [page: number, pages: number, flags: number];

export class MemoryImages implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "konk-memory-"));
  readonly parent = join(this.folder, "parent");

  /** Empty but for the folder of what came ahead. */
  clear(): void {
    rmSync(this.folder, { recursive: true });
    mkdirSync(this.parent, { recursive: true });
  }

  /** As konk writes it, with so many pages. */
  add(place: string, name: string, { runs, held }: { runs: readonly Run[]; held: number }): void {
    const map = new PagemapImage(7);
    for (const [page, pages, flags] of runs) map.add(heap + page * pageBytes, pages, flags);
    writeFileSync(join(place, name), map.finish());
    this.setPages(place, held * pageBytes);
  }

  setPages(place: string, bytes: number): void {
    writeFileSync(join(place, "pages-7.img"), "");
    truncateSync(join(place, "pages-7.img"), bytes);
  }

  /** What the check says against it; null when it says nothing. */
  refusal(mayFollow: boolean | number = false): string | null {
    const all = mayFollow === true ? Number.MAX_SAFE_INTEGER : 0;
    try {
      checkMemory(this.folder, { mayFollowBytes: typeof mayFollow === "number" ? mayFollow : all });
      return null;
    } catch (error) {
      if (!(error instanceof KonkError) || error.code !== "E_PROTOCOL") throw error;
      return error.message;
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
