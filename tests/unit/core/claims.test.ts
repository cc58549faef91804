import { expect, test } from "bun:test";
import { type Allowed, type Claims, type MountClaim, overclaims } from "../../../src/core/claims.ts";

const root: MountClaim = { mountPoint: "/", type: 17, flags: 5, key: null, propagates: false };
const proc: MountClaim = { mountPoint: "/proc", type: 1, flags: 14, key: null, propagates: false };
const hidden: MountClaim = { mountPoint: "/etc/konk", type: 5, flags: 11, key: "hidden", propagates: false };
const outside = { pid: 1, mnt: 6, uts: 4, ipc: 3, net: 2, user: 7, cgroup: 8 };
const inside = { ...outside, pid: 9, mnt: 12, uts: 11, ipc: 10 };
const honest: Claims = {
  mounts: [root, proc, hidden],
  outside,
  inside: [inside, inside],
  capabilities: [{ words: [0b1001, 0] }, { words: [0, 0] }],
};
const allowed: Allowed = {
  mounts: [
    { target: "/", type: "any", flags: 5, key: null },
    { target: "/proc", type: "proc", flags: 14, key: null },
    { target: "/etc/konk", type: "any", flags: 11, key: "hidden" },
  ],
  capabilities: [0, 3],
};

test("overclaims() has nothing against a container of konk's", () => {
  expect(overclaims(honest, allowed)).toEqual([]);
});

test.each<[string, Partial<Claims>, string]>([
  ["what hides konk's key is left out", { mounts: [root, proc] }, 'nothing is mounted on "/etc/konk"'],
  [
    "something else hides it",
    { mounts: [root, proc, { ...hidden, key: "log" }] },
    'the mount on "/etc/konk" is another one',
  ],
  ["it is covered again", { mounts: [root, proc, hidden, hidden] }, 'the mount on "/etc/konk" is another one'],
  ["the host's root is writable", { mounts: [{ ...root, flags: 4 }, proc, hidden] }, 'the mount on "/" is another one'],
  [
    "mounts show on the host",
    { mounts: [{ ...root, propagates: true }, proc, hidden] },
    'the mount on "/" is another one',
  ],
  [
    "a disk is mounted",
    { mounts: [root, proc, hidden, { ...proc, mountPoint: "/mnt" }] },
    'something is mounted on "/mnt"',
  ],
  ["/proc is something else", { mounts: [root, { ...proc, type: 3 }, hidden] }, 'the mount on "/proc" is another one'],
  ["a process sees the host's mounts", { inside: [inside, { ...inside, mnt: 6 }] }, "another mnt namespace"],
  ["a process has no namespace of mounts", { inside: [{ ...inside, mnt: 0 }] }, "another mnt namespace"],
  ["a process is among the host's", { inside: [{ ...inside, pid: 1 }] }, "another pid namespace"],
  ["a process has users of its own", { inside: [{ ...inside, user: 20 }] }, "a user namespace of its own"],
  ["a process has a network of its own", { inside: [{ ...inside, net: 20 }] }, "a net namespace of its own"],
  ["there is no process", { inside: [] }, "it has no process"],
  ["a process may do more", { capabilities: [{ words: [0, 1 << 6] }] }, "a process has capability 38"],
  ["a set of three words", { capabilities: [{ words: [0, 0, 0] }] }, "capabilities of another form"],
])("a hostile checkpoint: %s", (_, change, problem) => {
  expect(overclaims({ ...honest, ...change }, allowed).join("\n")).toContain(problem);
});
