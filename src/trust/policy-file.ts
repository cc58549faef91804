/** /etc/konk/policy.json: read anew for each question, so that a change holds at once. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defaultPolicy, type Policy, parsePolicy, renderPolicy } from "../core/policy.ts";
import { KonkError, messageOf } from "../errors.ts";
import { replaceFile } from "../replace-file.ts";

/** Beside the TLS folder. */
export function policyPath(tlsFolder: string): string {
  return join(dirname(tlsFolder), "policy.json");
}

/** Throws E_CONFIG: a file that cannot be read grants nothing. */
export function readPolicy(path: string): Policy {
  try {
    return parsePolicy(path, readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof KonkError) throw error;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return defaultPolicy;
    throw new KonkError("E_CONFIG", `Cannot read "${path}": ${messageOf(error)}`, { cause: error });
  }
}

export function changePolicy(path: string, change: (policy: Policy) => Policy): void {
  replaceFile(path, renderPolicy(change(readPolicy(path))), { mode: 0o644 });
}
