import { afterAll, afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CriuService, type Notification, type StartOptions, type Verdict } from "../../../src/criu/criu-service.ts";
import { KonkError } from "../../../src/errors.ts";
import { criu } from "../../../src/gen/criu.js";
import { fakePrefix, type Step } from "../../criu-fake/fake-criu.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-criu-"));
const common = { imagesDir: folder, root: "/root", externalMounts: [], logFile: "dump.log" };
const dumpOptions = { ...common, pid: 42, timeoutMs: 2_000 };
afterEach(() => rmSync(join(folder, "dump.log"), { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const { DUMP, RESTORE, VERSION, FEATURE_CHECK, CHECK } = criu.RequestType;
const dumped: Step = { answer: { type: DUMP, success: true } };

async function fake(steps: Step[], signal?: AbortSignal, options: StartOptions = {}): Promise<CriuService> {
  const prefix = fakePrefix(steps);
  return await CriuService.start({ prefix, criu: "true", ...(signal ? { signal } : {}), ...options });
}

/** A handler that answers from a table ("continue" when there is no entry) and remembers what it heard. */
function handler(table: Record<string, Verdict | Error> = {}) {
  const heard: Notification[] = [];
  const onNotify = async (notification: Notification): Promise<Verdict> => {
    heard.push(notification);
    const answer = table[notification.script] ?? "continue";
    if (answer instanceof Error) throw answer;
    return await Promise.resolve(answer);
  };
  return { heard, onNotify };
}

async function failure(promise: Promise<unknown>): Promise<KonkError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof KonkError) return error;
  throw new Error(`expected a KonkError, found ${String(error)}`);
}

test("version() and featureCheck() leave the connection open for a dump", async () => {
  await using service = await fake([
    { request: "VERSION" },
    { answer: { type: VERSION, success: true, version: { majorNumber: 4, minorNumber: 2, sublevel: 1 } } },
    { request: "FEATURE_CHECK" },
    { answer: { type: FEATURE_CHECK, success: true, features: { memTrack: true, lazyPages: false } } },
    { request: "DUMP" },
    { notify: "pre-dump" },
    { notify: "post-dump" },
    dumped,
  ]);
  expect(await service.version()).toEqual({ major: 4, minor: 2, patch: 1, text: "4.2.1" });
  expect(await service.featureCheck()).toEqual({ memoryTracking: true, lazyPages: false });
  const { heard, onNotify } = handler();
  expect(await service.dump(dumpOptions, onNotify)).toEqual({ outcome: "dumped" });
  expect(heard).toEqual([{ script: "pre-dump" }, { script: "post-dump" }]);
});

test("dump() tells where a handler refused", async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "post-dump" }, dumped]);
  const { onNotify } = handler({ "post-dump": "refuse" });
  expect(await service.dump(dumpOptions, onNotify)).toEqual({ outcome: "refused", script: "post-dump" });
});

test("dump() refuses for a handler that throws, and rethrows", async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "post-dump" }, dumped]);
  const { onNotify } = handler({ "post-dump": new KonkError("E_TRANSFER", "Cannot send") });
  expect((await failure(service.dump(dumpOptions, onNotify))).code).toBe("E_TRANSFER");
});

test("dump() answers notifications it does not know without asking the handler", async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "brand-new" }, dumped]);
  const { heard, onNotify } = handler();
  expect(await service.dump(dumpOptions, onNotify)).toEqual({ outcome: "dumped" });
  expect(heard).toEqual([]);
});

test("dump() is held for as long as the handler takes, past its deadline", async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "post-dump" }, dumped]);
  const onNotify = async (): Promise<Verdict> => {
    await Bun.sleep(400);
    return "continue";
  };
  expect(await service.dump({ ...dumpOptions, timeoutMs: 300 }, onNotify)).toEqual({ outcome: "dumped" });
});

test("dump() quotes the log, the cause and the fix", async () => {
  const log = join(folder, "dump.log");
  await using service = await fake([
    { request: "DUMP" },
    {
      file: log,
      text: "Error (criu/files.c:1): Unknown shit 600 (anon_inode:[io_uring])\nError (x.c:2): Dumping FAILED.\n",
    },
    { answer: { type: DUMP, success: false, crErrno: 22 } },
  ]);
  const error = await failure(service.dump(dumpOptions, handler().onNotify));
  expect(error.code).toBe("E_DUMP");
  expect(error.message).toBe("Cannot dump process 42: Unknown shit 600 (anon_inode:[io_uring]) (EINVAL)");
  expect(error.lines).toEqual(["Error (criu/files.c:1): Unknown shit 600 (anon_inode:[io_uring])"]);
  expect(error.hint).toContain("io_uring off");
});

test("dump() fails at once when CRIU dies, with how it died", async () => {
  await using service = await fake([
    { request: "DUMP" },
    { notify: "pre-dump" },
    { signal: "SIGSEGV" },
    { sleepMs: 5_000 },
  ]);
  const error = await failure(service.dump(dumpOptions, handler().onNotify));
  expect(error.message).toMatch(/CRIU ended with SIG(SEGV|TRAP|ILL)/);
});

test("dump() fails when CRIU dies while the handler holds", async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "post-dump" }]);
  const onNotify = async (): Promise<Verdict> => {
    process.kill(service.pid, "SIGKILL");
    return await new Promise<Verdict>(() => undefined);
  };
  const error = await failure(service.dump(dumpOptions, onNotify));
  expect(error.message).toBe("Cannot dump process 42: CRIU ended with SIGKILL");
});

test("dump() fails when CRIU hangs up, ends early, or says nothing in time", async () => {
  const lives: [Step[], RegExp][] = [
    [[{ request: "DUMP" }, { hangUp: true }, { sleepMs: 9_000 }], /closed its socket/],
    [[{ request: "DUMP" }, { stderr: "Error (a.c:1): boom\n" }, { exit: 3 }], /exit status 3: boom/],
    [[{ request: "DUMP" }, { sleepMs: 9_000 }], /no word from CRIU for 200 ms/],
  ];
  for (const [steps, expected] of lives) {
    await using service = await fake(steps);
    const error = await failure(
      service.dump({ ...dumpOptions, timeoutMs: steps.length === 2 ? 200 : 5_000 }, handler().onNotify),
    );
    expect(error.code).toBe("E_DUMP");
    expect(error.message).toMatch(expected);
  }
});

test("dump() is not given up while pages come, however slow the link is", async () => {
  const slowPages = Array.from({ length: 4 }, (_, index): Step[] => [{ sleepMs: 150 }, { pageAt: 4096 * index }]);
  const version: Step = { answer: { type: VERSION, success: true, version: { majorNumber: 4, minorNumber: 2 } } };
  const steps: Step[] = [{ request: "VERSION" }, version, { request: "DUMP" }, ...slowPages.flat(), dumped];
  await using service = await fake(steps, undefined, { pageServer: true });
  const pages = Array.fromAsync(service.pages());
  expect(await service.dump({ ...dumpOptions, timeoutMs: 250 }, handler().onNotify)).toEqual({ outcome: "dumped" });
  expect((await pages).flat()).toHaveLength(4);
});

test("dump() does not believe garbage", async () => {
  for (const odd of [{ raw: [255, 255, 255] }, { packetBytes: 100_000 }, { raw: [8, 1] }] satisfies Step[]) {
    await using service = await fake([{ request: "DUMP" }, odd, { sleepMs: 9_000 }]);
    const error = await failure(service.dump(dumpOptions, handler().onNotify));
    expect(error.message).toContain("cannot understand its answer");
  }
});

test('kill() while the handler holds makes dump() settle with "killed"', async () => {
  await using service = await fake([{ request: "DUMP" }, { notify: "post-dump" }, dumped]);
  const onNotify = async (): Promise<Verdict> => {
    await service.kill();
    return await new Promise<Verdict>(() => undefined);
  };
  expect(await service.dump(dumpOptions, onNotify)).toEqual({ outcome: "killed" });
  expect(await service.exited).toBe("SIGKILL");
});

test("kill() before a request, and disposing while alive, leave no process", async () => {
  const service = await fake([{ request: "DUMP" }]);
  await service[Symbol.asyncDispose]();
  expect(() => process.kill(service.pid, 0)).toThrow();
});

test("an abort refuses a dump at its next notification", async () => {
  const abort = new AbortController();
  await using service = await fake(
    [{ request: "DUMP" }, { notify: "pre-dump" }, { sleepMs: 200 }, { notify: "post-dump" }, dumped],
    abort.signal,
  );
  setTimeout(() => abort.abort(), 150);
  const { heard, onNotify } = handler();
  const error = await failure(service.dump(dumpOptions, onNotify));
  expect(error.code).toBe("E_CANCELLED");
  expect(heard).toEqual([{ script: "pre-dump" }]);
});

test("an abort kills a restore, and every request after it fails", async () => {
  const abort = new AbortController();
  await using service = await fake([{ request: "RESTORE" }, { sleepMs: 9_000 }], abort.signal);
  setTimeout(() => abort.abort(), 100);
  expect((await failure(service.restore({ ...common, timeoutMs: 5_000 }, handler().onNotify))).code).toBe(
    "E_CANCELLED",
  );
  expect(await service.exited).toBe("SIGKILL");
  expect((await failure(service.version())).code).toBe("E_CANCELLED");
  expect((await failure(CriuService.start({ criu: "true", signal: abort.signal }))).code).toBe("E_CANCELLED");
});

test("restore() gives the pid, and a refusal that CRIU ignores does not undo it", async () => {
  await using service = await fake([
    { request: "RESTORE" },
    { notify: "post-restore", pid: 77 },
    { notify: "pre-resume", ignoreRefusal: true },
    { answer: { type: RESTORE, success: true, restore: { pid: 77 } } },
  ]);
  const { heard, onNotify } = handler({ "pre-resume": "refuse" });
  expect(await service.restore(common, onNotify)).toEqual({ outcome: "restored", pid: 77 });
  expect(heard).toEqual([{ script: "post-restore", pid: 77 }, { script: "pre-resume" }]);
});

test("check() throws CRIU's reason", async () => {
  await using service = await fake([
    { request: "CHECK" },
    { answer: { type: CHECK, success: false, crErrmsg: "Kernel lacks something" } },
  ]);
  const error = await failure(service.check());
  expect(error).toMatchObject({ code: "E_CRIU", message: "Cannot use CRIU on this kernel: Kernel lacks something" });
});

test("start() names the package of a missing program", async () => {
  const error = await failure(CriuService.start({ criu: "no-such-criu" }));
  expect(error).toMatchObject({ code: "E_REQUIREMENT", hint: 'Install the package "criu"' });
});

test("a prefix that fails is told in its own words", async () => {
  await using service = await CriuService.start({ prefix: ["nsenter", "--net=/nonexistent"], criu: "true" });
  expect((await failure(service.version())).message).toMatch(/exit status 1.*nonexistent/);
});
