/** The documents say what the code does: tables, codes and messages that are written down twice are compared here. */
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { destinationTable } from "../../src/core/destination-state.ts";
import type { PhaseRule } from "../../src/core/phase-table.ts";
import { sourceTable } from "../../src/core/source-state.ts";
import { knownFailures } from "../../src/criu/known-failures.ts";
import { ExitStatus, errorCodes, KonkError } from "../../src/errors.ts";
import { requiredPrograms } from "../../src/migration/host-facts.ts";
import { nameOf, stops } from "../faults/matrix.ts";
import { readWords, renderMatrix } from "../faults/table.ts";

const root = join(import.meta.dir, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const protocol = read("docs/protocol.md");
const troubleshooting = read("docs/troubleshooting.md");
const readme = read("README.md");

type AnyTable = Readonly<Record<string, PhaseRule<string, string, string>>>;

/** A transition table in Markdown; when a test below fails, its output is what belongs between the markers. */
function renderTable(table: AnyTable): string {
  const columns = ["phase", "events", "may run", "fenced", "on the bridge", "undo", "on disk", "says", "after a crash"];
  const yes = (value: boolean) => (value ? "yes" : "");
  const rows = Object.entries(table).map(([phase, rule]) => {
    const events = Object.entries(rule.on).map(([event, next]) => `${event} → ${next}`);
    const { mayRun, fenced, reachable, undo, fsync, says, afterCrash } = rule;
    const words = [phase, events.join("<br>"), yes(mayRun), yes(fenced), yes(reachable), undo, yes(fsync), says ?? ""];
    return [...words, afterCrash];
  });
  const line = (cells: readonly string[]) =>
    `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |").replaceAll("|  |", "| |");
  return [line(columns), `|${"---|".repeat(columns.length)}`, ...rows.map(line)].join("\n");
}

function between(text: string, name: string): string {
  return new RegExp(`<!-- ${name}:start -->\n([^]*?)\n?<!-- ${name}:end -->`).exec(text)?.[1] ?? "";
}

/** A section's text, from its heading to the next one of the same or a higher level. */
function section(text: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 1;
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return start < 0 ? "" : lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n");
}

/** The cells of a table's rows, without its head. */
function cells(markdown: string): string[][] {
  const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("docs/protocol.md", () => {
  test("has the source's transition table", () => {
    expect(between(protocol, "source-table")).toBe(renderTable(sourceTable));
  });

  test("has the destination's transition table", () => {
    expect(between(protocol, "destination-table")).toBe(renderTable(destinationTable));
  });

  test("names every call of the contract, and no other", () => {
    const calls = [...read("proto/konk.proto").matchAll(/^ {2}rpc (\w+)/gm)].map(([, name]) => name ?? "");
    expect(cells(section(protocol, "## Calls")).map(([name]) => name)).toEqual(calls);
  });
});

describe("docs/troubleshooting.md", () => {
  test("has one heading for each error code, in the order of src/errors.ts", () => {
    const headings = [...troubleshooting.matchAll(/^### (E_\w+)/gm)].map(([, code]) => code ?? "");
    expect(headings).toEqual(errorCodes);
  });

  test.each(errorCodes)("says the exit status of %s and shows its message", (code) => {
    const text = section(troubleshooting, `### ${code}`);
    expect(text).toContain(`Exit status ${new KonkError(code, "").exitStatus}.`);
    expect(text).toContain(`code: ${code}`);
  });

  test("explains every CRIU failure that konk knows, by words that konk recognises", () => {
    const rows = cells(section(troubleshooting, "## What CRIU says"));
    const explained = rows.map(([, cause, fix]) => `${cause}: ${fix}`);
    expect(explained).toEqual(knownFailures.map(({ cause, fix }) => `${cause}: ${fix}`));
    for (const [index, [words = ""]] of rows.entries()) {
      expect(words.replaceAll("`", "")).toMatch(knownFailures[index]?.pattern ?? /never/);
    }
  });
});

describe("README.md", () => {
  test("has 150 lines at most", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  test("lists every exit status", () => {
    const listed = cells(section(readme, "## Exit statuses of `konk migrate`")).flatMap(([status]) =>
      status?.split(", "),
    );
    expect(listed.map(Number)).toEqual(Object.values(ExitStatus));
  });

  test("names every Debian package that a host needs", () => {
    const packages = /as Debian packages: `([^`]*)`/.exec(readme)?.[1]?.split(" ") ?? [];
    expect(packages.toSorted()).toEqual([...new Set(Object.values(requiredPrograms))].toSorted());
    expect(readme).toContain(`apt install ${packages.join(" ")}`);
  });
});

describe("docs/fault-matrix.md", () => {
  const listed = cells(between(read("docs/fault-matrix.md"), "matrix")).map(([failpoint]) => failpoint);

  test("lists every failpoint, and no other", () => {
    expect(listed).toEqual(stops.map((stop) => `\`${nameOf(stop)}\``));
  });

  test("is what its generator makes of it when nothing new was found", () => {
    const text = read("docs/fault-matrix.md");
    expect(renderMatrix([], readWords(text))).toBe(between(text, "matrix"));
  });

  test("lists those that are in the sources", () => {
    const written = [...new Bun.Glob("src/**/*.ts").scanSync(root)].flatMap((path) =>
      [...read(path).matchAll(/failpoint\("([^"]+)"\)/g)].map(([, name]) => name),
    );
    const known = new Set(stops.map(({ failpoint }) => failpoint));
    expect(written.filter((name) => name !== undefined && !known.has(name))).toEqual([]);
    expect(written.length).toBeGreaterThan(15);
  });
});

const documents = ["README.md", "CONTRIBUTING.md", ...["docs", "docs/decisions"].flatMap(markdownIn)];

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

test.each(documents)("links of %s lead to files and headings that exist", (path) => {
  for (const [, target = ""] of read(path).matchAll(/\]\(([^)]+)\)/g)) {
    if (target.startsWith("https://")) continue;
    const [file = "", anchor] = target.split("#");
    const found = file === "" ? path : join(dirname(path), file);
    expect(existsSync(join(root, found)), `${path} links to ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(found)), `${path} links to ${target}`).toContain(anchor);
  }
});

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
    return heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-");
  });
}
