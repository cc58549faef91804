import { expect, test } from "bun:test";
import { closeSync, fstatSync, openSync } from "node:fs";
import { isStream, journalText } from "../../src/journald.ts";

test("every line of a message has its priority, and none has colours", () => {
  expect(journalText("error", "\u001B[31merror: no\u001B[0m\n  hint: yes")).toBe("<3>error: no\n<3>  hint: yes");
  expect(journalText("warn", "a")).toBe("<4>a");
  expect(journalText("info", "a")).toBe("<6>a");
  expect(journalText("debug", "a")).toBe("<7>a");
});

test("JOURNAL_STREAM that was inherited past a redirection is not believed", () => {
  const fd = openSync("/dev/null", "w");
  const { dev, ino } = fstatSync(fd);
  expect(isStream(`${dev}:${ino}`, fd)).toBe(true);
  expect(isStream(`${dev}:${ino + 1}`, fd)).toBe(false);
  expect(isStream(undefined, fd)).toBe(false);
  closeSync(fd);
  expect(isStream(`${dev}:${ino}`, fd)).toBe(false);
});

test("the logger writes priorities to the journal, and icons elsewhere", async () => {
  // A file is the journal when JOURNAL_STREAM says so: the program below names its own standard error.
  const program = `
    const { fstatSync } = await import("node:fs");
    const { dev, ino } = fstatSync(2);
    if (process.argv.at(-1) === "journal") process.env["JOURNAL_STREAM"] = dev + ":" + ino;
    const { log, setLogLevel } = await import("${import.meta.dir}/../../src/log.ts");
    log.info("one\\ntwo"); log.warn("three"); log.error("four"); log.debug("hidden"); setLogLevel("debug"); log.debug("five");
  `;
  const told = async (where: string) => {
    const child = Bun.spawn([process.execPath, "-e", program, where], { stderr: "pipe", stdout: "ignore" });
    return await child.stderr.text();
  };
  expect(await told("journal")).toBe("<6>one\n<6>two\n<4>three\n<3>four\n<7>five\n");
  expect(await told("terminal")).not.toContain("<6>");
});
