/** What a hostile peer would say: messages that are nearly right, with a word in them that is not. */
import { konk } from "../../src/gen/konk.js";
import type { Dice } from "./dice.ts";

const v1 = konk.v1;

/** Names, numbers and texts that have broken other programs. */
export const poison = [
  "",
  ".",
  "..",
  "../../../etc/cron.d/evil",
  "/etc/passwd",
  "a/b",
  "pages-1.img",
  "nul\0byte",
  "line\nbreak",
  "\u001b[2J\u001b]0;owned\u0007",
  "$(touch /tmp/owned)",
  "`touch /tmp/owned`",
  "; touch /tmp/owned;",
  "--help",
  "-o",
  "%n%s",
  "__proto__",
  "constructor",
  "A".repeat(5000),
  "\ud800",
  "net.//.//.kernel.core_pattern",
  "9".repeat(400),
] as const;

const odd = [0, 1, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, null, true, [], {}, ["x"]] as const;

export const commands = ["hello", "prepare", "sendImages", "restore", "resume", "abort", "query"] as const;
export type Command = (typeof commands)[number];

/** A migration id: as a rule one that others have used already, so that the messages meet. */
export function anyId(dice: Dice, known: string[]): string {
  if (dice.chance(0.1)) return dice.pick(poison);
  if (dice.chance(0.6) && known.length > 0) return dice.pick(known);
  const id = dice.bytes(16).toString("hex");
  known.push(id);
  return id;
}

/** A container that could arrive: alone, without a network, as small as it gets. */
export function plainSpec(name: string): Record<string, unknown> {
  return {
    name,
    command: ["sleep", "1000"],
    env: { PATH: "/usr/bin" },
    workdir: "/",
    user: { uid: 0, gid: 0 },
    rootfs: null,
    volumes: [],
    tmpfs: ["/tmp"],
    network: null,
  };
}

export function plainNetwork(): Record<string, unknown> {
  const loopback = { interface: "lo", broadcast: null, scope: "host", flags: [] };
  return {
    eth0: null,
    addresses: [{ address: "127.0.0.1/8", ...loopback }],
    routes: [],
    rules: [],
    neighbours: [],
    sysctls: {},
    nft: "",
  };
}

const temptations: Readonly<Record<string, readonly unknown[]>> = {
  rootfs: ["/etc", "/proc", "/root", "/dev"],
  volumes: [[{ source: "/", target: "/mnt", readOnly: true }], [{ source: "/etc", target: "/mnt", readOnly: false }]],
  tmpfs: [["/etc"], ["/usr"], ["/proc/sys"], ["/tmp/../etc"]],
  sysctls: [{ "net.//.//.kernel.core_pattern": "|/bin/false" }, { "net.ipv4.ip_forward": "1\nkernel.panic=1" }],
  routes: [[["add", "encap", "bpf", "in", "obj", "tmp/x.o"]], [["10.0.0.0/8", "dev", "eth0", "netns", "1"]]],
  nft: ['include "/etc/shadow"', "table inet t { chain c { type filter hook input priority 0; drop; } }"],
};

/** One value of a document is replaced, removed, or joined by another one. */
export function spoilJson(dice: Dice, document: Record<string, unknown>): string {
  const name = dice.pick(Object.keys(document));
  const kind = dice.below(5);
  const tempting = temptations[name];
  if (kind === 0 && tempting) return JSON.stringify({ ...document, [name]: dice.pick(tempting) });
  if (kind === 1) return JSON.stringify({ ...document, [dice.pick(poison)]: dice.pick(odd) });
  if (kind === 2) return dice.mutate(Buffer.from(JSON.stringify(document))).toString("utf8");
  if (kind === 3) return JSON.stringify({ ...document, [name]: dice.pick(odd) });
  return JSON.stringify({ ...document, [name]: dice.pick(poison) });
}

/** An image's name: one that CRIU writes, or one that leads elsewhere. */
export function anyImage(dice: Dice): { kind: string; id: string } {
  const kind = dice.chance(0.3)
    ? dice.pick(poison)
    : dice.pick(["pages", "core", "mm", "inventory", "log", "ghost-file"]);
  const id = dice.chance(0.3) ? dice.pick(poison) : dice.pick(["", "1", "2", "1f"]);
  return { kind, id };
}

export function checksum(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(Bun.hash.xxHash3(data));
  return bytes;
}

export function anyChunk(dice: Dice, migrationId: string): konk.v1.ImageChunk.$Properties {
  const data = dice.bytes(dice.chance(0.1) ? 5000 : dice.below(100));
  const packed = dice.chance(0.2) ? { data: anyPacked(dice, data), unpackedBytes: anyLength(dice, data) } : { data };
  return {
    migrationId,
    ...anyImage(dice),
    offset: dice.chance(0.7) ? 0 : dice.pick([1, 100, 2 ** 32, 2 ** 52]),
    ...packed,
    last: dice.chance(0.5),
    xxhash3: dice.chance(0.9) ? checksum(data) : dice.bytes(dice.below(12)),
  };
}

/** A zstd frame of the data, a bomb, or something like it. */
export function anyPacked(dice: Dice, data: Uint8Array): Buffer {
  const content = dice.chance(0.2) ? Buffer.alloc(1 << dice.below(24), 7) : Buffer.from(data);
  const frame = Bun.zstdCompressSync(content, { level: 1 });
  return dice.chance(0.5) ? Buffer.from(frame) : dice.mutate(frame);
}

/** How long the content is said to be. */
export function anyLength(dice: Dice, data: Uint8Array): number {
  return dice.chance(0.6) ? data.length : dice.pick([1, 4096, 512 << 10, (512 << 10) + 1, 2 ** 31, 2 ** 32 - 1]);
}

const files = [
  "/usr/bin/python3",
  "/proc/kmsg",
  "/proc/kcore",
  "/sys/kernel/notes",
  "/dev/zero",
  "/../etc/shadow",
  "/run/x",
];

/** A Prepare that says what speaks against it and builds nothing. */
export function anyCheck(dice: Dice, migrationId: string): konk.v1.PrepareRequest.$Properties {
  const spoilt = dice.below(3);
  const [spec, network] = [plainSpec("fuzzed"), plainNetwork()];
  const listed = Array.from({ length: dice.below(4) }, () => ({
    path: dice.chance(0.7) ? dice.pick(files) : dice.pick(poison),
    sizeBytes: dice.pick([0, 1, 4096, 2 ** 47]),
    sha256: dice.bytes(32),
  }));
  return {
    migrationId,
    source: dice.chance(0.5) ? "mallory" : dice.pick(poison),
    sourceBootId: dice.pick(poison),
    specJson: spoilt === 1 ? spoilJson(dice, spec) : JSON.stringify(spec),
    networkJson: spoilt === 2 ? spoilJson(dice, network) : JSON.stringify(network),
    files: listed,
    volumes: dice.chance(0.3) ? [{ target: "/", treeSha256: dice.bytes(32), marker: dice.pick(poison) }] : [],
    expectedBytes: dice.pick([0, 1, 65_536, 2 ** 40, 2 ** 53]),
    checkOnly: true,
  };
}

/** A message of a call, on the wire. */
export function anyMessage(dice: Dice, command: Command, id: string): Uint8Array {
  switch (command) {
    case "hello": {
      const features = Array.from({ length: dice.below(5) }, () => dice.pick(poison));
      return v1.HelloRequest.encode({ protocol: dice.below(3), konkVersion: dice.pick(poison), features }).finish();
    }
    case "prepare":
      return v1.PrepareRequest.encode(anyCheck(dice, id)).finish();
    case "sendImages":
      return v1.ImageChunk.encode(anyChunk(dice, id)).finish();
    case "restore":
      return v1.RestoreRequest.encode({ migrationId: id, images: dice.below(3), bytes: dice.below(100) }).finish();
    case "resume":
      return v1.ResumeRequest.encode({ migrationId: id }).finish();
    case "abort":
      return v1.AbortRequest.encode({ migrationId: id, reason: dice.pick(poison) }).finish();
    case "query":
      return v1.QueryRequest.encode({ migrationId: id }).finish();
    default:
      return command satisfies never;
  }
}
