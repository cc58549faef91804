/** One run: start the program, watch it from the LAN, move it, and see whether the client lost anything. */
import { loadavg } from "node:os";
import { join } from "node:path";
import type { Lab } from "../hosts/lab.ts";
import type { Contender } from "./contender.ts";
import { isSeen, type Seen } from "./report-shape.ts";
import type { Run } from "./results.ts";

const port = "7000";
const program = /^python3 \/srv\/workloads\/counter\.py/;

/** Pauses before and after the move, so that its silence is neither the first nor the last thing the client sees. */
const calmMs = 700;

/** Measures one move. Whatever goes wrong is part of the result: such a run has `ok` false and leaves the lab as it is. */
export async function measure(lab: Lab, contender: Contender, megabytes: number): Promise<Run> {
  const facts = { tool: contender.name, megabytes, at: new Date().toISOString(), load: loadavg()[0] ?? 0 };
  try {
    await contender.start(lab, ["python3", "/srv/workloads/counter.py", port, `${megabytes}`]);
    await waitUntilReady(lab, contender.address);
    await warmMemory(lab, megabytes);
    await using client = await lab.lan.probe("probe.py", contender.address, port);
    await client.waitForOutput("connected", 30_000);
    await Bun.sleep(calmMs);
    const { stepsMs, reportedMs } = await contender.move(lab);
    await Bun.sleep(calmMs);
    const seen = await client.finish("SIGTERM", 60_000);
    const complaint = complain(lab, seen);
    if (complaint !== null || !isSeen(seen)) return { ...facts, ok: false, reason: complaint ?? "no report" };
    await remove(lab, contender);
    const { tcp, udp } = seen;
    const gaps = { tcpGapMs: tcp.longestGapMs, udpGapMs: udp.longestGapMs, udpLost: udp.lost };
    return { ...facts, ok: true, ...gaps, stepsMs, reportedMs: reportedMs ?? null };
  } catch (error) {
    return { ...facts, ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Null when the client saw one unbroken connection to a program that is whole, and that is on beta alone. */
function complain({ alpha, beta }: Lab, seen: unknown): string | null {
  if (!isSeen(seen)) return `the client's report is unreadable: ${JSON.stringify(seen)}`;
  const { tcp } = seen;
  if (tcp.error !== null) return `the connection broke: ${JSON.stringify(tcp.error)}`;
  if (tcp.lost > 0 || tcp.repeated > 0) return `${tcp.lost} messages lost, ${tcp.repeated} repeated`;
  if (tcp.checksum !== "ok") return `the program's memory is ${JSON.stringify(tcp.checksum)}`;
  const copies = [alpha, beta].map((host) => host.pids(program).length);
  return copies.join() === "0,1" ? null : `copies on alpha and beta: ${copies.join(" and ")}`;
}

/** A first short client: the program answers and its memory is whole. The LAN forgets the MAC of the run before. */
async function waitUntilReady({ lan }: Lab, address: string): Promise<void> {
  await lan.exec(["ip", "neighbour", "flush", "dev", "service"]);
  const probe = join(import.meta.dir, "../probe/probe.py");
  for (let attempt = 1; ; attempt++) {
    const { stdout, stderr, exitCode } = await lan.exec(["python3", probe, address, port, "0.1"], {
      timeoutMs: 60_000,
    });
    const seen: unknown = exitCode === 0 ? JSON.parse(stdout.trim().split("\n").at(-1) ?? "") : null;
    if (isWhole(seen)) return;
    if (attempt === 6)
      throw new Error(`Cannot measure: the program does not answer at ${address}: ${stderr || stdout}`);
  }
}

function isWhole(seen: unknown): seen is Seen {
  return isSeen(seen) && seen.tcp.messages > 0 && seen.tcp.checksum === "ok";
}

/** Two sets of images, a second process, and room for everything else. */
async function warmMemory({ lan }: Lab, megabytes: number): Promise<void> {
  const script = join(import.meta.dir, "warm-memory.py");
  await lan.exec(["python3", script, `${3 * megabytes + 512}`], { timeoutMs: 120_000 });
}

async function remove(lab: Lab, contender: Contender): Promise<void> {
  for (const pid of lab.beta.pids(program)) process.kill(pid, "SIGKILL");
  await contender.remove(lab);
}
