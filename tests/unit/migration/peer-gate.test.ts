import { expect, test } from "bun:test";
import { defaultPolicy, type Right } from "../../../src/core/policy.ts";
import type { Principal } from "../../../src/core/principal.ts";
import type { HelloReply, PrepareRequest } from "../../../src/migration/peer.ts";
import { type OwnedDestination, PeerGate } from "../../../src/migration/peer-gate.ts";

const id = "a".repeat(32);
const { signal } = new AbortController();
const alpha: Principal = { kind: "peer", name: "alpha", fingerprint: "A" };

function request(rootfs: string | null, migrationId = id): PrepareRequest {
  const spec = {
    name: "web",
    command: ["true"],
    env: {},
    workdir: "/",
    user: { uid: 0, gid: 0 },
    rootfs,
    volumes: [],
    tmpfs: [],
    network: null,
  };
  return {
    migrationId,
    source: "alpha",
    sourceBootId: "b",
    specJson: JSON.stringify(spec),
    networkJson: "",
    files: [],
    volumes: [],
    expectedBytes: 0,
    checkOnly: false,
    postCopy: false,
  };
}

/** A server that knows one migration, begun by "A", and writes down what reaches it. */
function gate(principal: Principal, rights?: readonly Right[]) {
  const reached: string[] = [];
  const note = async <T>(what: string, answer: T): Promise<T> => {
    reached.push(what);
    return await Promise.resolve(answer);
  };
  const server: OwnedDestination = {
    ownerOf: (asked) => (asked === id ? "A" : undefined),
    hello: async () => await note("hello", {} as HelloReply),
    prepare: async ({ checkOnly }, _signal, owner) =>
      await note(`prepare ${owner?.fingerprint}${checkOnly ? ", only a check" : ""}`, []),
    sendImages: async () => await note("sendImages", { images: 0, bytes: 0 }),
    restore: async () => await note("restore", []),
    resume: async () => await note("resume", { outcome: "never-ran" as const }),
    follow: async () => await note("follow", nothing()),
    abort: async () => await note("abort", undefined),
    torn: async () => await note("torn", undefined),
    query: async () => await note("query", "held"),
  };
  const policy = () =>
    rights === undefined ? defaultPolicy : { ...defaultPolicy, peers: { [principal.name]: rights } };
  return { peer: new PeerGate({ server, principal, policy, hostname: "beta" }), reached };
}

async function* nothing() {
  // no chunks
}

function calls(peer: PeerGate) {
  return {
    prepare: async () => await peer.prepare(request("/srv/tree"), signal),
    sendImages: async () => await peer.sendImages(id, nothing(), signal),
    restore: async () => await peer.restore(id, { images: 0, bytes: 0 }, signal),
    resume: async () => await peer.resume(id, signal),
    abort: async () => await peer.abort(id, "because", signal),
    torn: async () => await peer.torn(id, signal),
    query: async () => await peer.query(id, signal),
  };
}

test("another peer, however trusted, gets no call about a migration that it did not begin", async () => {
  const strangers: Principal[] = [
    { kind: "peer", name: "gamma", fingerprint: "C" },
    { kind: "authority", name: "alpha", fingerprint: "D" },
  ];
  for (const principal of strangers) {
    const { peer, reached } = gate(principal, ["send", "receive", "inventory", "host-root"]);
    for (const [name, call] of Object.entries(calls(peer))) {
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect({ name, error }).toMatchObject({ error: { code: "E_PROTOCOL" } });
      expect(String(error)).toContain("was not begun by this host");
    }
    expect(reached).toEqual([]);
  }
});

test("the host that began a migration, and an operator of this one, get all of them", async () => {
  for (const principal of [alpha, { kind: "self", name: "beta", fingerprint: "B" }] as const) {
    const { peer, reached } = gate(principal, ["send"]);
    for (const call of Object.values(calls(peer))) await call();
    expect(reached).toHaveLength(7);
    expect(reached[0]).toBe(`prepare ${principal.fingerprint}`);
  }
});

test("a container that would run as this host's root is refused, with what to type, and nothing is built", async () => {
  const { peer, reached } = gate(alpha);
  const refusals = await peer.prepare(request(null), signal);
  expect(refusals).toMatchObject([{ check: "policy" }]);
  expect(refusals[0]?.fix).toContain("On beta: konk host allow alpha send,receive,inventory,host-root");
  expect(reached).toEqual(["prepare A, only a check"]);
  const granted = gate(alpha, ["send", "host-root"]);
  expect(await granted.peer.prepare(request(null), signal)).toEqual([]);
  expect(granted.reached).toEqual(["prepare A"]);
});

test("rights are asked for anew, each for its own call", async () => {
  const silent = gate(alpha, ["receive"]);
  const hello = { protocol: 1, konkVersion: "", features: [] };
  expect(await silent.peer.hello(hello, signal).catch((error: unknown) => error)).toMatchObject({ code: "E_REFUSED" });
  const reader = gate(alpha, ["inventory"]);
  await reader.peer.hello(hello, signal);
  expect(await reader.peer.prepare(request("/srv/tree"), signal)).toMatchObject([{ check: "policy" }]);
  expect(reader.reached).toEqual(["hello"]);
});
