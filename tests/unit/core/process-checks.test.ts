import { describe, expect, test } from "bun:test";
import {
  checkInterfaces,
  checkProcesses,
  type DescriptorFacts,
  type ProcessFacts,
} from "../../../src/core/process-checks.ts";

const clean: ProcessFacts = {
  pid: 4711,
  comm: "nginx",
  state: "S",
  threads: 1,
  tracerPid: 0,
  uid: 0,
  gid: 0,
  sessionId: 1,
  namespacesDiffer: [],
  descriptors: [],
  mappedDevices: [],
};
const file: DescriptorFacts = { fd: 3, target: "/srv/data", kind: "file", protocol: null, filesystem: "ext4" };

function checks(process: Partial<ProcessFacts>, sysResource = true) {
  return checkProcesses([{ ...clean, ...process }], { sysResource });
}

function holding(descriptor: Partial<DescriptorFacts>): string[] {
  return checks({ descriptors: [{ ...file, ...descriptor }] }).map(({ check }) => check);
}

describe("checkProcesses", () => {
  test("an ordinary process has nothing against it", () => {
    expect(checks({ descriptors: [file], mappedDevices: ["/dev/zero"] })).toEqual([]);
    expect(checks({ state: "Z" })).toEqual([]);
  });

  test("every reason names the process and its pid, and has a fix", () => {
    const found = checks({
      tracerPid: 9,
      state: "D",
      namespacesDiffer: ["user", "mnt"],
      sessionId: 0,
      mappedDevices: ["/dev/nvidia0"],
      descriptors: [{ ...file, target: "anon_inode:[io_uring]", kind: "anonymous" }],
    });
    expect(found.map(({ check }) => check)).toEqual([
      "traced",
      "uninterruptible",
      "nested-namespaces",
      "session",
      "io-uring",
      "mapped-device",
    ]);
    for (const { reason, fix } of found) {
      expect(reason).toContain('process "nginx" (pid 4711)');
      expect(fix).not.toBe("");
    }
  });

  test("another user's process needs CAP_SYS_RESOURCE", () => {
    expect(checks({ uid: 33, gid: 33 })).toEqual([]);
    expect(checks({ uid: 33, gid: 33 }, false).map(({ check }) => check)).toEqual(["owner"]);
    expect(checks({ gid: 33 }, false).map(({ check }) => check)).toEqual(["owner"]);
    expect(checks({}, false)).toEqual([]);
  });

  test("a main thread that ended before the others", () => {
    expect(checks({ state: "Z", threads: 3 }).map(({ check }) => check)).toEqual(["zombie-leader"]);
  });

  test("descriptors", () => {
    expect(holding({ target: "anon_inode:inotify", kind: "anonymous", filesystem: "overlay" })).toEqual(["inotify"]);
    expect(holding({ target: "anon_inode:inotify", kind: "anonymous", filesystem: "ext4" })).toEqual([]);
    expect(holding({ target: "anon_inode:[eventpoll]", kind: "anonymous" })).toEqual([]);
    expect(holding({ target: "/dev/pts/3", kind: "character-device" })).toEqual(["terminal"]);
    expect(holding({ target: "/dev/ttyS0", kind: "character-device" })).toEqual(["terminal"]);
    expect(holding({ target: "/dev/null", kind: "character-device" })).toEqual([]);
    expect(holding({ target: "socket:[7]", kind: "socket", protocol: "tcp" })).toEqual([]);
    expect(holding({ target: "socket:[7]", kind: "socket", protocol: null })).toEqual(["socket"]);
    expect(holding({ target: "socket:[7]", kind: "socket", protocol: "mptcp" })).toEqual(["socket"]);
    expect(holding({ target: "/dev/sda", kind: "block-device" })).toEqual(["block-device"]);
  });
});

test("checkInterfaces: names each interface that konk did not make", () => {
  expect(checkInterfaces(["lo", "eth0"])).toEqual([]);
  expect(checkInterfaces(["lo", "eth0", "wg0"])[0]?.reason).toContain('"wg0"');
});
