/** What a power cut takes at most: all that konk wrote into its journals and did not wait for to be on the disk. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { destinationTable, isDestinationPhase } from "../../../src/core/destination-state.ts";
import { isSourcePhase, sourceTable } from "../../../src/core/source-state.ts";
import type { JournalEntry } from "../../../src/migration/journal.ts";
import type { Host } from "../../hosts/host.ts";

const folder = "/var/lib/konk/migrations";

/** Of a host that has just booted. What stands before a line that is on the disk is there, too, and the first line always is. */
export function loseUnsynced(host: Host): void {
  if (!existsSync(host.path(folder))) return; // no migration has come so far
  for (const path of readdirSync(host.path(folder), { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".jsonl")) continue;
    const file = host.path(join(folder, path));
    const [facts = "", ...lines] = readFileSync(file, "utf8").split("\n").slice(0, -1);
    const kept = lines.slice(0, lines.findLastIndex(isSynced) + 1);
    writeFileSync(file, `${[facts, ...kept].join("\n")}\n`);
  }
}

function isSynced(line: string): boolean {
  const { phase } = JSON.parse(line) as JournalEntry;
  if (isDestinationPhase(phase) && destinationTable[phase].fsync) return true;
  return isSourcePhase(phase) && sourceTable[phase].fsync;
}
