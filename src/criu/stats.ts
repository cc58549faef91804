/** CRIU's own measurements: the files stats-dump and stats-restore, written beside the images. */
import { KonkError, messageOf } from "../errors.ts";
import { criu } from "../gen/criu.js";

export interface DumpStats {
  freezingUs: number;
  frozenUs: number;
  memoryDumpUs: number;
  memoryWriteUs: number;
  pagesScanned: number;
  pagesSkipped: number;
  pagesWritten: number;
}

export interface RestoreStats {
  forkingUs: number;
  restoreUs: number;
  pagesRestored: number;
}

const serviceMagic = 0x55105940;
const statsMagic = 0x57093306;
const headerBytes = 12;

/** Reads the content of stats-dump. Throws E_CRIU. */
export function parseDumpStats(file: Uint8Array): DumpStats {
  const { dump } = parse(file);
  if (!dump) throw malformed("no numbers of a dump");
  return {
    freezingUs: dump.freezingTime,
    frozenUs: dump.frozenTime,
    memoryDumpUs: dump.memdumpTime,
    memoryWriteUs: dump.memwriteTime,
    pagesScanned: dump.pagesScanned,
    pagesSkipped: dump.pagesSkippedParent,
    pagesWritten: dump.pagesWritten,
  };
}

/** Reads the content of stats-restore. Throws E_CRIU. */
export function parseRestoreStats(file: Uint8Array): RestoreStats {
  const { restore } = parse(file);
  if (!restore) throw malformed("no numbers of a restore");
  return {
    forkingUs: restore.forkingTime,
    restoreUs: restore.restoreTime,
    pagesRestored: restore.pagesRestored ?? 0,
  };
}

/** Two magic numbers and a length, all in the byte order of the host (little-endian wherever konk runs), then one message. */
function parse(file: Uint8Array): criu.Stats {
  if (file.length < headerBytes) throw malformed(`${file.length} bytes, wanted at least ${headerBytes}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0, true) !== serviceMagic || view.getUint32(4, true) !== statsMagic)
    throw malformed("another magic");
  try {
    return criu.Stats.decode(file.subarray(headerBytes, headerBytes + view.getUint32(8, true)));
  } catch (error) {
    throw malformed(messageOf(error), error);
  }
}

function malformed(found: string, cause?: unknown): KonkError {
  return new KonkError("E_CRIU", `Cannot read CRIU's statistics: found ${found}`, { cause });
}
