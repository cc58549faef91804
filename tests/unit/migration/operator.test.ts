import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Paths } from "../../../src/container/paths.ts";
import { Journal, type Side } from "../../../src/migration/journal.ts";
import { openMigration, openMigrations, warningFor } from "../../../src/migration/operator.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "konk-operator-"));
});
afterEach(() => {
  rmSync(state, { recursive: true, force: true });
});

const init = { bootId: "b", pid: 7, startTime: 9 };
const facts = { id: "m", container: "web", source: "alpha", sourceBootId: "b", destination: "beta", port: 7440, init };

function begun(side: Side, phase: string): Paths {
  using journal = Journal.create(join(state, "migrations", "m"), side, facts, "boot");
  journal.write(phase, { durable: false });
  return new Paths(state);
}

test("post-copy: nobody can force what the destination has run on from, and hears why", () => {
  const paths = begun("source", "serving");
  const [open] = openMigrations(paths);
  expect(open?.where).toBe("running on beta, part of its memory still on alpha");
  const force = () => openMigration(paths, "m", "force-here");
  expect(force).toThrow('"beta" has run it on since, and what is frozen here is only its memory of then');
});

test("post-copy: nobody can force what runs there already, but end it", () => {
  const paths = begun("destination", "following");
  const open = openMigration(paths, "m", "discard-here");
  expect(open).toMatchObject({ where: "running here, part of its memory still on alpha", may: ["discard-here"] });
  expect(() => openMigration(paths, "m", "force-here")).toThrow('lacks memory that only "alpha" has');
});

test("post-copy: who discards either part is warned that both are lost", () => {
  const open = { id: "m", container: "web", where: "", next: "", may: ["discard-here"] } as const;
  const here = { ...open, side: "source", phase: "serving", peer: "beta" } as const;
  expect(warningFor(here, "discard-here")).toContain('"web" runs on "beta" and lacks memory that is only here');
  const there = { ...open, side: "destination", phase: "following", peer: "alpha" } as const;
  expect(warningFor(there, "discard-here")).toContain("It will be killed, and is lost");
});
