/**
 * The demo: two hosts, a container with a counting TCP server on the first, a client on a third machine that knows nothing
 * of konk, and a migration. Everything is in namespaces of this machine and gone at the end.
 *
 *     npm run demo [-- --megabytes 256]
 */
import { parseArgs } from "node:util";
import { Lab } from "./hosts/lab.ts";

interface Seen {
  tcp: {
    messages: number;
    lost: number;
    repeated: number;
    longestGapMs: number;
    checksum: string;
    error: string | null;
  };
  udp: { sent: number; lost: number; longestGapMs: number };
}

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "64" } }, strict: true });
const started = performance.now();

await using lab = await Lab.start();
const { alpha, beta, lan } = lab;

say("Two hosts, alpha and beta, each with its own root filesystem, processes, network, and certificates");
for (const host of [alpha, beta]) {
  await host.check(["konk", "network", "init", "--uplink", "eth1"]);
  await host.startServer();
}

const server = ["python3", "/srv/workloads/counter.py", "7000", values.megabytes];
await shown(["konk", "run", "--name", "web", "--ip", "10.9.0.100/24", "--detach", "--", ...server]);

say("A client on the LAN counts the server's messages, one every 2 ms, and sends it a datagram every 4 ms");
const client = await lan.probe("probe.py", "10.9.0.100", "7000");
await client.waitForOutput("connected");
await Bun.sleep(1_000);

await shown(["konk", "migrate", "web", "beta"]);
await Bun.sleep(1_500);
await shown(["konk", "ps"]);
await shown(["konk", "ps"], beta);

const { tcp, udp } = (await client.finish()) as Seen;
say("What the client saw");
console.log(`  TCP  ${tcp.messages} messages on one connection, ${tcp.lost} lost, ${tcp.repeated} repeated`);
console.log(`       longest gap ${tcp.longestGapMs} ms; the server's memory is ${tcp.checksum}`);
console.log(`  UDP  ${udp.sent} datagrams, ${udp.lost} without an answer, longest gap ${udp.longestGapMs} ms`);
if (tcp.error !== null || tcp.lost > 0 || tcp.repeated > 0) throw new Error(`The connection broke: ${tcp.error}`);
console.log(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s; nothing is left behind.`);

function say(text: string): void {
  console.log(`\n# ${text}`);
}

/** Runs a command on a host and shows it as its user would see it. */
async function shown(argv: readonly string[], host = alpha): Promise<void> {
  console.log(`\nroot@${host.name}:~# ${argv.join(" ")}`);
  const { stdout, stderr, exitCode } = await host.exec(argv, { timeoutMs: 60_000 });
  process.stdout.write(stderr + stdout);
  if (exitCode !== 0) throw new Error(`exit status ${exitCode}`);
}
