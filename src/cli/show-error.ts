/** How an error looks to a person: what failed, CRIU's own words, where the container is, what to do. */
import type { KonkError } from "../errors.ts";

export function renderError(error: KonkError): string {
  const on = error.host === undefined || error.message.includes(error.host) ? "" : ` (on ${error.host})`;
  const parts = [`error: ${error.message}${on}`, ...error.lines.map((line) => `  | ${line}`)];
  if (error.where !== undefined) parts.push(`  where: ${error.where}`);
  if (error.hint !== undefined) parts.push(`  hint: ${error.hint}`);
  parts.push(`  code: ${error.code}`);
  return parts.join("\n");
}

/** The shape of `error` in every command's --json output. */
export function errorAsJson(error: KonkError) {
  const { code, message, host, where, hint, lines } = error;
  return {
    code,
    message,
    host: host ?? null,
    where: where ?? null,
    hint: hint ?? null,
    lines,
    exitStatus: error.exitStatus,
  };
}
