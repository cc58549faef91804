import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Paths } from "../../../src/container/paths.ts";
import { Journal, readJournal } from "../../../src/migration/journal.ts";
import { sourceJournal } from "../../../src/migration/phase-journal.ts";
import { unfinishedMigrations } from "../../../src/migration/source-recovery.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "konk-journal-"));
});
afterEach(() => {
  rmSync(state, { recursive: true, force: true });
});

const init = { bootId: "b", pid: 7, startTime: 9 };
const facts = { id: "m", container: "web", source: "alpha", sourceBootId: "b", destination: "beta", port: 7440, init };
const folder = () => join(state, "migrations", "m");

test("a journal says after a crash what was written before it", () => {
  using journal = Journal.create(folder(), "source", facts, "boot");
  journal.write("preparing", { durable: false });
  journal.write("may-hand-over", { durable: true, details: { why: "because" } });
  const content = readJournal(folder(), "source");
  expect(content?.facts).toEqual(facts);
  expect(content?.phase).toBe("may-hand-over");
  expect(content?.entries.map(({ phase, bootId }) => [phase, bootId])).toEqual([
    ["preparing", "boot"],
    ["may-hand-over", "boot"],
  ]);
});

test("a last line that a crash cut short does not count", () => {
  using journal = Journal.create(folder(), "source", facts, "boot");
  journal.write("spare", { durable: false });
  appendFileSync(join(folder(), "source.jsonl"), '{"phase":"handing-o');
  expect(readJournal(folder(), "source")?.phase).toBe("spare");
});

test("who goes on after a line that was cut short does not join the next one to it", () => {
  {
    using journal = Journal.create(folder(), "source", facts, "boot");
    journal.write("spare", { durable: false });
  }
  appendFileSync(join(folder(), "source.jsonl"), '{"phase":"handing-o');
  using again = Journal.reopen(folder(), "source", "boot");
  again.write("rolling-back", { durable: true });
  expect(readJournal(folder(), "source")?.entries.map(({ phase }) => phase)).toEqual(["spare", "rolling-back"]);
});

test("a full disk is an error that says what to do", () => {
  mkdirSync(folder(), { recursive: true });
  symlinkSync("/dev/full", join(folder(), "source.jsonl"));
  using journal = Journal.reopen(folder(), "source", "boot");
  const write = () => {
    journal.write("spare", { durable: false });
  };
  expect(write).toThrow(expect.objectContaining({ code: "E_NO_SPACE" }));
  expect(write).toThrow("no space left");
});

test("a migration id begins one journal, never two", () => {
  using _first = Journal.create(folder(), "source", facts, "boot");
  expect(() => Journal.create(folder(), "source", facts, "boot")).toThrow(
    expect.objectContaining({ code: "E_CONFIG" }),
  );
});

test("a journal that its host's end cut short before it said anything is begun again", () => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), "source.jsonl"), '{"id":');
  using _journal = Journal.create(folder(), "source", facts, "boot");
  expect(readJournal(folder(), "source")).toEqual({ facts: facts as never, entries: [], phase: undefined });
});

test("an illegal transition is not written", () => {
  using journal = sourceJournal(Journal.create(folder(), "source", facts, "boot"), "preparing");
  const before = readFileSync(join(folder(), "source.jsonl"), "utf8");
  expect(() => journal.advance("resumed")).toThrow(expect.objectContaining({ code: "E_BUG" }));
  expect(readFileSync(join(folder(), "source.jsonl"), "utf8")).toBe(before);
});

test("a server's look at its migrations does not grow with their number: what has ended is read once", () => {
  const paths = new Paths(state);
  const write = (id: string, phase: string) => {
    using journal = Journal.create(paths.migration(id), "source", { ...facts, id }, "boot");
    journal.write(phase, { durable: false });
  };
  write("a", "cleaned");
  write("b", "spare");
  const ended = new Set<string>();
  expect(unfinishedMigrations(paths, ended).map(({ id }) => id)).toEqual(["b"]);
  writeFileSync(join(paths.migration("a"), "source.jsonl"), "nobody reads this\n");
  write("c", "frozen");
  expect(unfinishedMigrations(paths, ended).map(({ id }) => id)).toEqual(["b", "c"]);
});

test("unfinishedMigrations() lists what still may be frozen or owes a word, and nothing that has ended", () => {
  const paths = new Paths(state);
  const phases = { a: "spare", b: "cleaned", c: "handing-over", d: "rolled-back", e: "lost" };
  for (const [id, phase] of Object.entries(phases)) {
    using journal = Journal.create(paths.migration(id), "source", { ...facts, id }, "boot");
    journal.write(phase, { durable: false });
  }
  using told = Journal.create(paths.migration("f"), "source", { ...facts, id: "f" }, "boot");
  told.write("rolled-back", { durable: false, details: { told: true } });
  using _begun = Journal.create(paths.migration("g"), "source", { ...facts, id: "g" }, "boot"); // then the host died
  expect(unfinishedMigrations(paths).map(({ id, phase }) => [id, phase])).toEqual([
    ["a", "spare"],
    ["c", "handing-over"],
    ["d", "rolled-back"],
    ["e", "lost"],
    ["g", "preparing"],
  ]);
});
