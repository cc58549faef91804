/** Calls that no konk would make, by a peer with a good certificate. */
import { expect } from "bun:test";
import { join } from "node:path";
import type { Host } from "../../hosts/host.ts";
import { repository } from "../../hosts/machine.ts";
import type { Answer, Call } from "./ask-again.ts";
import type { Scene } from "./scene.ts";

const patienceMs = 60_000;

/** Says it to beta's server with the key and the certificate of a host; each round at once. */
export async function sayAs(speaker: Host, { lab, beta }: Scene, ...rounds: readonly Call[][]): Promise<Answer[]> {
  const script = join(repository, "tests/integration/support/ask-again.ts");
  const words = [process.execPath, script, beta.address, speaker.path("/etc/konk/tls")];
  const said = rounds.map((calls) => JSON.stringify(calls));
  const { stdout, stderr, exitCode } = await lab.lan.exec([...words, ...said], { timeoutMs: patienceMs });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout) as Answer[];
}
