import { expect, test } from "bun:test";
import {
  defaultPolicy,
  type Policy,
  parsePolicy,
  parseRights,
  renderPolicy,
  rightsOf,
  withPeer,
} from "../../../src/core/policy.ts";
import { KonkError } from "../../../src/errors.ts";

const path = "/etc/konk/policy.json";
const policy: Policy = { peers: { beta: ["send", "host-root"], gamma: [] }, authority: ["receive"], others: ["send"] };

test("without a file nobody may send what runs as this host's root", () => {
  for (const kind of ["peer", "authority"] as const) {
    expect(rightsOf(defaultPolicy, { kind, name: "beta" })).toEqual(["send", "receive", "inventory"]);
  }
});

test("rightsOf() gives a host its own rights, and no word of another's", () => {
  expect(rightsOf(policy, { kind: "peer", name: "beta" })).toEqual(["send", "host-root"]);
  expect(rightsOf(policy, { kind: "peer", name: "gamma" })).toEqual([]);
  expect(rightsOf(policy, { kind: "peer", name: "delta" })).toEqual(["send"]);
  expect(rightsOf(policy, { kind: "peer", name: "constructor" })).toEqual(["send"]);
  // A certificate of the authority that calls itself "beta" is not the peer of that name.
  expect(rightsOf(policy, { kind: "authority", name: "beta" })).toEqual(["receive"]);
});

test("renderPolicy() writes what parsePolicy() reads", () => {
  expect(parsePolicy(path, renderPolicy(policy))).toEqual(policy);
  expect(parsePolicy(path, renderPolicy(defaultPolicy))).toEqual(defaultPolicy);
  expect(parsePolicy(path, "{}")).toEqual(defaultPolicy);
});

test("withPeer() changes one host and nothing else", () => {
  expect(withPeer(policy, "beta", ["receive"])).toEqual({ ...policy, peers: { gamma: [], beta: ["receive"] } });
  expect(withPeer(policy, "beta", null)).toEqual({ ...policy, peers: { gamma: [] } });
});

test.each([
  ["[]", /wanted an object at the file/],
  ["nonsense", /it is not JSON/],
  ['{"peers": []}', /wanted an object at "peers"/],
  ['{"peer": {}}', /found the key "peer", wanted peers, authority, others/],
  ['{"peers": {"beta": "send"}}', /wanted a list of rights at "peers\.beta"/],
  [
    '{"peers": {"beta": ["send", "root"]}}',
    /found "root" at "peers\.beta", wanted send, receive, inventory, host-root/,
  ],
  ['{"others": [7]}', /found 7 at "others"/],
])("parsePolicy() refuses %s, and names the file and the key", (text, words) => {
  const read = () => parsePolicy(path, text);
  expect(read).toThrow(words);
  expect(read).toThrow(path);
  expect(read).toThrow(KonkError);
});

test("parseRights() takes known rights, each once, and nothing else", () => {
  expect(parseRights("host-root,send,send")).toEqual(["send", "host-root"]);
  expect(parseRights("none")).toEqual([]);
  for (const text of ["", "sned", "send,", "send,none"]) expect(() => parseRights(text)).toThrow(/Cannot grant/);
});
