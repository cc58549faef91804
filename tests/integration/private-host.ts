/**
 * A host for tests of the network: the test file runs itself again inside a net and mount namespace of its own. Bridge,
 * links and namespaces vanish with it. Behind its uplink "up0" is a LAN namespace with a client.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { attach } from "../../src/container/host-link.ts";
import { call, inNetns, ipBatch } from "../../src/container/net-commands.ts";
import { configureAddresses, createNetns, deleteNetns } from "../../src/container/netns.ts";
import { Paths } from "../../src/container/paths.ts";
import type { NetworkSpec } from "../../src/core/container-spec.ts";

export const lan = "/run/netns/lan";
export const web = new Paths().container("web");
export const spec: NetworkSpec = {
  addresses: ["10.9.0.100/24", "fd00::100/64"],
  gateways: ["10.9.0.1"],
  mac: "02:00:00:00:00:42",
};

/** Runs `define`, which declares tests, on a host of their own. `file` is the test file that calls. */
export function onPrivateHost(file: string, define: () => void): void {
  setDefaultTimeout(30_000);
  if (process.env["KONK_TEST_PRIVATE_HOST"] === "1") {
    beforeAll(makeHost);
    afterAll(async () => {
      await deleteNetns(web);
      await call(null, ["ip", "netns", "delete", "lan"]);
    });
    define();
    return;
  }
  const root = process.getuid?.() === 0;
  test.skipIf(!root && process.env["CI"] !== "true")(
    "on a private host",
    async () => {
      if (!root) throw new Error("Cannot make a private host: it needs root");
      const again = ["unshare", "--net", "--mount", "--propagation", "private", process.execPath, "test", file];
      const env = { ...process.env, KONK_TEST_PRIVATE_HOST: "1" };
      const child = Bun.spawn(again, { env, stdout: "inherit", stderr: "inherit", stdin: "ignore" });
      expect(await child.exited).toBe(0);
    },
    120_000,
  );
}

async function makeHost(): Promise<void> {
  mkdirSync("/run/netns", { recursive: true });
  await call(null, ["mount", "-t", "tmpfs", "tmpfs", "/run/netns"]);
  await call(null, ["ip", "netns", "add", "lan"]);
  await ipBatch(null, ["link set dev lo up", "link add up0 type veth peer name eth0 netns lan", "link set dev up0 up"]);
  await ipBatch(lan, ["link set dev lo up", "link set dev eth0 up"]);
  await call(lan, ["sysctl", "-q", "-w", "net.ipv6.conf.eth0.accept_dad=0"]);
  await ipBatch(lan, ["addr add 10.9.0.1/24 dev eth0", "addr add fd00::1/64 dev eth0 nodad"]);
}

/** A container's network without a container, reachable from the LAN. */
export async function makeWeb(): Promise<void> {
  await deleteNetns(web);
  await createNetns(web, spec);
  await configureAddresses(web, spec);
  await attach(web.hostLink);
}

export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

/** bun's matchers are untyped. */
export function containing(text: string): unknown {
  return expect.stringContaining(text) as unknown;
}

/** Whether anybody answers there: nothing listens, so an answer is a refusal. */
export async function reaches(netns: string | null, address: string, seconds = 3): Promise<boolean> {
  const source = `import socket
try: socket.create_connection(("${address}", 9), timeout=${seconds})
except ConnectionRefusedError: print("refused")
except OSError: pass`;
  return (await call(netns, ["python3", "-c", source])).stdout.includes("refused");
}

export interface Program extends Disposable {
  pid: number;
  /** The next line that it prints. */
  next: () => Promise<string>;
}

/** A python program in a namespace, up when it has printed its first line. */
export async function python(netns: string, source: string): Promise<Program> {
  const child = Bun.spawn(inNetns(netns, ["python3", "-uc", source]), {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines = linesOf(child.stdout);
  const next = async () => (await lines.next()).value ?? "";
  await next();
  return { pid: child.pid, next, [Symbol.dispose]: () => child.kill("SIGKILL") };
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  return undefined;
}
