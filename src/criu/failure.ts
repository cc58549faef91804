/** The one error that a failed request becomes: CRIU's own words first, then what they mean. */
import { readFile } from "node:fs/promises";
import { getSystemErrorName } from "node:util";
import { type ErrorCode, KonkError } from "../errors.ts";
import { explainFailure } from "./known-failures.ts";
import { errorMessage, excerptLog } from "./log-excerpt.ts";

/** What was asked of CRIU, for the words of an error. */
export interface Task {
  code: ErrorCode;
  /** "dump process 12" */
  action: string;
  /** Absolute path of CRIU's log, null when the request has none. */
  logPath: string | null;
}

export interface Findings {
  /** What konk saw: "CRIU ended with SIGKILL". Without it the log or `message` has to say it. */
  seen?: string;
  /** cr_errmsg: CRIU's first error. */
  message?: string;
  /** cr_errno, 0 when CRIU gave none. */
  errno?: number;
  /** CRIU's standard error. */
  stderr: string;
}

const tailBytes = 1024 * 1024;

/** Reads the log; never throws. */
export async function criuFailure(task: Task, findings: Findings): Promise<KonkError> {
  const { seen, message = "", errno = 0, stderr } = findings;
  const told = excerptLog([await tail(task.logPath), stderr].join("\n"));
  const lines = told.length > 0 ? told : excerptLog(`Error (criu): ${message}`);
  const first = lines.find((line) => /Error/.test(line)) ?? lines[0];
  const said = first === undefined ? message : errorMessage(first);
  const why = [seen, said].filter((part) => part !== undefined && part !== "").join(": ") || "CRIU gives no reason";
  const hint = explainFailure([...lines, message]);
  return new KonkError(task.code, `Cannot ${task.action}: ${why}${errno > 0 ? ` (${errnoName(errno)})` : ""}`, {
    lines,
    ...(hint === undefined ? {} : { hint }),
  });
}

async function tail(path: string | null): Promise<string> {
  if (path === null) return "";
  try {
    return (await readFile(path, "utf8")).slice(-tailBytes);
  } catch {
    return ""; // CRIU failed before it made its log
  }
}

/** "EINVAL"; CRIU uses a few numbers that have no name in the runtime's table. */
function errnoName(errno: number): string {
  const name = getSystemErrorName(-errno);
  return name.startsWith("E") ? name : `errno ${errno}`;
}
