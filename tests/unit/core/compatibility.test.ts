import { describe, expect, test } from "bun:test";
import { compareHosts, type HostFacts } from "../../../src/core/compatibility.ts";
import { missingInstructions } from "../../../src/core/cpu-flags.ts";
import { compareVersions, isAtLeast, parseVersion } from "../../../src/core/version.ts";
import { failure } from "./failure.ts";

const gibibyte = 2 ** 30;
const alpha: HostFacts = {
  hostname: "alpha",
  arch: "x86_64",
  kernel: "6.12.9-amd64",
  criu: "4.2.1",
  bootId: "a",
  cpuFlags: ["fpu", "sse2", "avx2", "ibpb"],
  lsm: ["capability", "yama"],
  imageBudgetBytes: gibibyte,
  availableMemoryBytes: 4 * gibibyte,
  bridge: true,
  missingPackages: [],
};
const beta: HostFacts = { ...alpha, hostname: "beta", bootId: "b" };
const needs = { imageBytes: 100, sourceImageBytes: 10, restoredBytes: 100, bridge: true };

function checks(source: Partial<HostFacts>, destination: Partial<HostFacts>, more = {}): string[] {
  return compareHosts({ ...alpha, ...source }, { ...beta, ...destination }, { ...needs, ...more }).map(
    ({ check }) => check,
  );
}

describe("compareHosts", () => {
  test("two equal hosts have nothing against each other", () => expect(checks({}, {})).toEqual([]));

  test("says every reason at once, each with a fix that names the host", () => {
    const found = compareHosts(
      alpha,
      {
        ...beta,
        arch: "aarch64",
        criu: "",
        bridge: false,
        imageBudgetBytes: 0,
        missingPackages: ["nftables", "iproute2"],
      },
      needs,
    );
    expect(found.map(({ check }) => check)).toEqual([
      "architecture",
      "criu-missing",
      "image-budget",
      "packages",
      "bridge",
    ]);
    for (const { reason, fix } of found) {
      expect(reason).toContain("beta");
      expect(fix).not.toBe("");
    }
    expect(found.find(({ check }) => check === "packages")?.fix).toBe('On "beta": apt install nftables iproute2');
  });

  test("a host is not migrated to itself, but two hosts on one kernel are two", () => {
    expect(checks({}, { bootId: "a", hostname: "alpha" })).toEqual(["same-host"]);
    expect(checks({}, { bootId: "a" })).toEqual([]);
  });

  test.each([
    ["6.18.0", "4.1.1", ["criu-version"]],
    ["6.16.0-1-amd64", "4.2", []],
    ["6.13.1", "4.0", ["criu-version"]],
    ["6.15.2", "4.1.1", []],
    ["6.12.0", "3.19", []],
    ["6.1.0-9", "3.17.1", ["criu-version"]],
  ])("kernel %s with CRIU %s: %p", (kernel, criu, wanted) => {
    expect(checks({ kernel: "6.1", criu: "3.19" }, { kernel, criu }).filter((check) => check !== "criu-older")).toEqual(
      wanted,
    );
  });

  test("the destination's CRIU may be newer, and older only in the patch", () => {
    expect(checks({ criu: "4.2.1" }, { criu: "4.2" })).toEqual([]);
    expect(checks({ criu: "4.1" }, { criu: "4.2.1" })).toEqual([]);
    expect(checks({ criu: "4.2.1" }, { criu: "4.1.1" })).toEqual(["criu-older"]);
  });

  test("instructions that programs may use must be there; the kernel's own flags need not", () => {
    expect(checks({}, { cpuFlags: ["fpu", "sse2", "avx2"] })).toEqual([]);
    const [refusal] = compareHosts(alpha, { ...beta, cpuFlags: ["fpu"] }, needs);
    expect(refusal?.reason).toContain("avx2, sse2");
    expect(missingInstructions("aarch64", ["fp", "asimd", "cpuid"], ["fp"])).toEqual(["asimd"]);
    expect(missingInstructions("x86_64", ["avx512f", "amx_tile", "vmx", "hypervisor"], [])).toEqual([
      "amx_tile",
      "avx512f",
    ]);
  });

  test("only modules that label processes must be on both hosts", () => {
    expect(checks({ lsm: ["capability", "apparmor"] }, { lsm: ["capability"] })).toEqual(["security-module"]);
    expect(checks({}, { lsm: ["apparmor", "landlock"] })).toEqual([]);
  });

  test("the destination needs room for the images and for what they become", () => {
    expect(checks({}, { availableMemoryBytes: 199 })).toEqual(["memory"]);
    expect(checks({}, { availableMemoryBytes: 200 })).toEqual([]);
    expect(checks({}, { imageBudgetBytes: 99 })).toEqual(["image-budget"]);
  });

  test("the source keeps no image of its memory, and is not refused for want of room for one", () => {
    expect(checks({ availableMemoryBytes: 10, imageBudgetBytes: 10 }, {})).toEqual([]);
    expect(checks({ availableMemoryBytes: 9 }, {})).toEqual(["memory"]);
    expect(checks({ imageBudgetBytes: 9 }, {})).toEqual(["image-budget"]);
  });

  test("a container without a network needs no bridge", () => {
    expect(checks({}, { bridge: false }, { bridge: false })).toEqual([]);
  });
});

describe("version", () => {
  test.each([
    ["6.18.0-12-amd64", [6, 18, 0]],
    ["4.2", [4, 2, 0]],
    ["v3.17.1", [3, 17, 1]],
    ["6.1.0+deb12", [6, 1, 0]],
  ])("parseVersion: %s", (text, [major, minor, patch]) => {
    expect(parseVersion(text)).toEqual({ major, minor, patch } as ReturnType<typeof parseVersion>);
  });

  test("parseVersion: what is no version is the peer's fault", () => {
    for (const text of ["", "four", "4", "4.", "99999.1"])
      expect(failure(() => parseVersion(text)).code).toBe("E_PROTOCOL");
  });

  test("compareVersions: 4.10 is newer than 4.9", () => {
    expect(compareVersions(parseVersion("4.10"), parseVersion("4.9"))).toBeGreaterThan(0);
    expect(isAtLeast("4.2.1", "4.2")).toBe(true);
    expect(isAtLeast("4.2", "4.2.1")).toBe(false);
  });
});
