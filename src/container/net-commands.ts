/**
 * How konk asks and tells the kernel about networks: iproute2 run in a network namespace, many changes in one `ip -batch`,
 * answers as JSON whose types are checked where they are read.
 */
import { KonkError } from "../errors.ts";
import { CommandError, type Output, run } from "../run.ts";

/** The bridge that joins the containers of a host with its uplink. */
export const bridgeName = "konk0";

/** What happens inside a network namespace: the file that names it, or null for konk's own. */
export type Netns = string | null;

/** The same program with the namespace around it. `ip netns exec` is not used: it remounts /sys and so hides the cgroups. */
export function inNetns(netns: Netns, argv: readonly string[]): string[] {
  return netns === null ? [...argv] : ["nsenter", `--net=${netns}`, "--", ...argv];
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  input?: string;
  accept?: readonly number[];
}

export async function call(netns: Netns, argv: readonly string[], options: CallOptions = {}): Promise<Output> {
  const { signal, ...rest } = options;
  return await run(inNetns(netns, argv), signal === undefined ? rest : { ...rest, signal });
}

/**
 * Applies `lines`, each the words after `ip`, in order and stops at the first that fails (with "-force" it goes on). What came
 * before it stays.
 * @throws E_NETWORK with the line that failed and the kernel's reason
 */
export async function ipBatch(
  netns: Netns,
  lines: readonly string[],
  signal?: AbortSignal,
  flags: readonly ("-6" | "-force")[] = [],
): Promise<void> {
  if (lines.length === 0) return;
  try {
    await call(netns, ["ip", ...flags, "-batch", "-"], { input: `${lines.join("\n")}\n`, signal });
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === null) throw error;
    const at = /Command failed -:(\d+)/.exec(error.stderr)?.[1];
    const line = at === undefined ? "-batch" : (lines[Number(at) - 1] ?? "-batch");
    const reason = error.stderr.replace(/Command failed -:\d+\s*/, "").trim();
    throw new KonkError("E_NETWORK", `Cannot run "ip ${line}" in ${netns ?? "the host's network"}: ${reason}`, {
      cause: error,
    });
  }
}

export type Row = Readonly<Record<string, unknown>>;

/** Runs `ip -j …`; a program that has nothing to say prints nothing, or a list with an empty object in it. */
export async function ipRows(netns: Netns, words: readonly string[], signal?: AbortSignal): Promise<Row[]> {
  const { stdout } = await call(netns, ["ip", "-j", ...words], { signal });
  return rowsOf(stdout);
}

export function rowsOf(json: string): Row[] {
  if (json.trim() === "") return [];
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new KonkError("E_NETWORK", "Cannot read the answer of ip: found no list");
  return value.filter(isRow).filter((row) => Object.keys(row).length > 0);
}

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textIn(row: Row, key: string): string | null {
  const value = row[key];
  return typeof value === "string" ? value : null;
}

export function numberIn(row: Row, key: string): number | null {
  const value = row[key];
  return typeof value === "number" ? value : null;
}

/** @throws E_NETWORK when iproute2 leaves out what it always prints */
export function wantText(row: Row, key: string): string {
  return textIn(row, key) ?? missing(key);
}

export function wantNumber(row: Row, key: string): number {
  return numberIn(row, key) ?? missing(key);
}

function missing(key: string): never {
  throw new KonkError("E_NETWORK", `Cannot read the answer of ip: found no "${key}"`);
}

export function listIn(row: Row, key: string): readonly unknown[] {
  const value = row[key];
  return Array.isArray(value) ? value : [];
}

/** The row of one link, or null when there is none of that name. */
export async function findLink(netns: Netns, name: string, signal?: AbortSignal): Promise<Row | null> {
  const argv = ["ip", "-j", "-d", "link", "show", "dev", name];
  const { stdout, stderr, exitCode } = await call(netns, argv, { accept: [0, 1], signal });
  if (exitCode === 0) return rowsOf(stdout)[0] ?? null;
  if (stderr.includes("does not exist")) return null;
  throw new CommandError(inNetns(netns, argv), exitCode, stderr, `exit status ${exitCode}`);
}
