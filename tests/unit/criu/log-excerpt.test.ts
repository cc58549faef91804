import { expect, test } from "bun:test";
import { explainFailure, knownFailures } from "../../../src/criu/known-failures.ts";
import { errorMessage, excerptLog } from "../../../src/criu/log-excerpt.ts";

const log = `(00.000100) Error (criu/util.c:1534): rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted
(00.001000) Dumping task 12
(00.002000) Warn  (criu/seize.c:404): Unexpected process 41 in the freezer cgroup (status 0x80057f)
(00.003000) Error (criu/sk-unix.c:869): unix: External socket is used. Consider using --ext-unix-sk option.
(00.004000) Error (criu/cr-dump.c:1674): Dump files (pid: 12) failed with -1
(00.005000) Error (criu/cr-dump.c:1975): Dumping FAILED.
`;

test("excerptLog() keeps the first error, the warning before it and what followed", () => {
  expect(excerptLog(log).map(errorMessage)).toEqual([
    "Unexpected process 41 in the freezer cgroup (status 0x80057f)",
    "unix: External socket is used. Consider using --ext-unix-sk option.",
    "Dump files (pid: 12) failed with -1",
  ]);
});

test("excerptLog() gives at most ten lines", () => {
  const long = Array.from({ length: 50 }, (_, i) => `Error (a.c:${i}): ${i}`).join("\n");
  expect(excerptLog(long)).toHaveLength(10);
  expect(excerptLog("")).toEqual([]);
});

test("errorMessage() drops time, process and place", () => {
  expect(errorMessage("(00.012345)     14: Error (criu/files-reg.c:2171): Can't open file x")).toBe(
    "Can't open file x",
  );
  expect(errorMessage("pie: 14: Error (criu/pie/restorer.c:7): no")).toBe("no");
});

test("explainFailure() says cause and fix of the first line it knows", () => {
  expect(explainFailure(excerptLog(log))).toStartWith("A process is connected to a program outside the container");
  expect(explainFailure(["Error (a.c:1): never heard of"])).toBeUndefined();
});

test("every fix is an instruction without a final period", () => {
  for (const { cause, fix } of knownFailures) {
    expect(cause).toMatch(/^[A-Z].*[^.]$/);
    expect(fix).toMatch(/^[a-z].*[^.]$/);
  }
});
