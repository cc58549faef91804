import { Scene } from "../integration/support/scene.ts";
import { until } from "../hosts/machine.ts";
const [mib, rate, ...modes] = process.argv.slice(2);
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];
await using scene = await Scene.start();
const command = rate === "0" ? python("counter.py", "7000", mib!) : python("writer.py", "7000", mib!, rate!);
await scene.start("web", ["--ip", "10.9.0.100/24"], command);
await until("ready", async () => (await scene.alpha.check(["konk", "logs", "web"])).includes("ready"), 120_000);
let [from, to] = [scene.alpha, scene.beta];
for (const mode of modes) {
  const client = await scene.client("probe.py", "10.9.0.100", "7000");
  const r = await scene.migrate("web", from, to, "--mode", mode);
  await Bun.sleep(1500);
  const { memory, split, downtimeMs, totalMs } = r;
  console.log(mode, "downtime", downtimeMs.toFixed(0), "total", totalMs.toFixed(0), JSON.stringify(Object.fromEntries(Object.entries(split).map(([k, v]) => [k, Math.round(v)]))), JSON.stringify(memory.followed), r.timeline.restore.map((s) => `${s.step} ${s.atMs.toFixed(0)}`).join(" "), "rounds", memory.rounds.length);
  const seen = (await client.finish("SIGTERM", 60_000)) as any; console.log("  gap", seen.tcp.longestGapMs, "udp", seen.udp.longestGapMs, seen.tcp.checksum, seen.tcp.lost, seen.tcp.error);
  [from, to] = [to, from];
}
