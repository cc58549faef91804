/**
 * The record of who moved what: one entry for each migration on each host, when it ends there. systemd's journal gets it with
 * fields of its own (`journalctl KONK_EVENT=migration -o json`), by logger(1); elsewhere it is a line of JSON on standard error,
 * unless that is somebody's terminal.
 */
import { plain } from "./core/plain-text.ts";
import { messageOf } from "./errors.ts";
import { log } from "./log.ts";
import { run } from "./run.ts";
import { hasSystemd } from "./systemd.ts";

export interface AuditRecord {
  side: "source" | "destination";
  /** Empty when it is not known yet. */
  migration: string;
  container: string;
  from: string;
  to: string;
  /** Certificate of the other host: its name, and SHA-256. */
  peer: string;
  fingerprint: string;
  /** "running": it runs on the destination; else the error's code, or "aborted". */
  result: string;
  reason: string;
  durationMs: number;
}

const notice = 5;

/** Never fails: what happened has happened. */
export async function audit(record: AuditRecord): Promise<void> {
  const words = Object.entries(record).map(([name, value]) => [name, plain(String(value))] as const);
  if (!hasSystemd()) {
    const line = { event: "migration", at: new Date().toISOString(), ...Object.fromEntries(words) };
    if (!process.stderr.isTTY) process.stderr.write(`${JSON.stringify({ ...line, durationMs: record.durationMs })}\n`);
    return;
  }
  const { side, container, from, to, result } = record;
  const fields = [
    ["MESSAGE", plain(`Migration of "${container}" from ${from} to ${to}: ${result} (${side})`)],
    ["PRIORITY", String(notice)],
    ["SYSLOG_IDENTIFIER", "konk"],
    ["KONK_EVENT", "migration"],
    ...words.map(([name, value]) => [`KONK_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`, value]),
  ];
  try {
    await run(["logger", "--journald"], { input: `${fields.map(([name, value]) => `${name}=${value}`).join("\n")}\n` });
  } catch (error) {
    log.warn(`Cannot write the audit record of "${plain(container)}": ${messageOf(error)}`);
  }
}
