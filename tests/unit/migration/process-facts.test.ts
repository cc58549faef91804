import { expect, test } from "bun:test";
import { checkProcesses } from "../../../src/core/process-checks.ts";
import { collectProcesses } from "../../../src/migration/process-facts.ts";

/** Ends once somebody closes its input; the kernel needs a while for its memory, and lists its socket all the while. */
const holder = `
import socket, sys
kept = socket.socket()
memory = b"x" * (192 << 20)
print("ready", flush=True)
sys.stdin.read()
import os
os._exit(0)
`;

test("a process that is just ending is no reason to refuse a migration", async () => {
  const child = Bun.spawn(["python3", "-c", holder], { stdin: "pipe", stdout: "pipe" });
  await child.stdout.getReader().read();
  const reasons: string[] = [];
  let looks = 0;
  await child.stdin.end();
  while (child.exitCode === null && looks < 100_000) {
    const { facts } = await collectProcesses([child.pid], process.pid);
    reasons.push(...checkProcesses(facts, { sysResource: true }).map(({ reason }) => reason));
    looks++;
  }
  expect(reasons).toEqual([]);
  expect(looks).toBeGreaterThan(5);
});
