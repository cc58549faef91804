import { expect, test } from "bun:test";
import { renderTable } from "../../../src/cli/ps.ts";
import { wordsFor } from "../../../src/container/container-status.ts";
import type { ContainerState } from "../../../src/core/container-spec.ts";

const running: ContainerState = { phase: "running", init: { bootId: "now", pid: 2, startTime: 3 }, startedAt: "t" };

test("wordsFor() tells a reboot from an end that nobody saw", () => {
  expect(wordsFor(running, true, "now")).toBe("running");
  expect(wordsFor(running, false, "now")).toBe("died, its end unseen");
  expect(wordsFor(running, false, "later")).toBe("died with the reboot");
});

test("wordsFor() tells how it ended and where it went", () => {
  expect(wordsFor({ phase: "exited", status: { kind: "code", code: 0 }, endedAt: "t" }, false, "now")).toBe(
    "exited (0)",
  );
  expect(wordsFor({ phase: "exited", status: { kind: "signal", signal: "SIGSEGV" }, endedAt: "t" }, false, "now")).toBe(
    "killed (SIGSEGV)",
  );
  expect(wordsFor({ phase: "handed-over", migrationId: "m", destination: "beta" }, false, "now")).toBe("moved to beta");
});

test("renderTable() makes columns as wide as needed", () => {
  const web = {
    name: "web",
    state: "running",
    phase: "running",
    addresses: ["10.9.0.100/24"],
    pid: 12,
    since: "t",
  } as const;
  expect(renderTable([web])).toBe("NAME  STATE    ADDRESS        PID  SINCE\nweb   running  10.9.0.100/24  12   t\n");
});
