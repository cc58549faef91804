import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Principal } from "../../../src/core/principal.ts";
import { Reception } from "../../../src/migration/reception.ts";

const peer = (name: string): Principal => ({ kind: "peer", name, fingerprint: `${name}'s` });
const [mallory, alice] = [peer("mallory"), peer("alice")];

function withFolder(test: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "konk-reception-"));
  try {
    test(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("one peer gets sixteen places, all together sixty-four", () => {
  withFolder((folder) => {
    const reception = new Reception(folder);
    const arrivals = (count: number, who: Principal) => Array.from({ length: count }, () => who);
    const objections = (there: Principal[], who: Principal) => {
      using _place = reception.enter("id", who);
      return reception.objections(there, who, "beta").map(({ reason }) => reason);
    };
    expect(objections(arrivals(15, mallory), mallory)).toEqual([]);
    expect(objections(arrivals(16, mallory), mallory)).toEqual([
      '16 containers of "mallory" are on their way to beta already',
    ]);
    expect(objections(arrivals(16, mallory), alice)).toEqual([]);
    const many = ["a", "b", "c", "d"].flatMap((name) => arrivals(16, peer(name)));
    expect(objections(many.slice(1), alice)).toEqual([]);
    expect(objections(many, alice)).toEqual(["64 containers are on their way to beta already"]);
  });
});

test("a migration that is being prepared holds a place, once", () => {
  withFolder((folder) => {
    const reception = new Reception(folder);
    {
      using _place = reception.enter("id", mallory);
      expect(() => reception.enter("id", mallory)).toThrow("is being prepared already");
    }
    using _again = reception.enter("id", mallory);
  });
});

test("no peer makes a host remember more migrations than it has room for", () => {
  withFolder((folder) => {
    for (let id = 0; id < 3; id++) mkdirSync(join(folder, String(id)));
    const reception = new Reception(folder, { maximumJournals: 5 });
    reception.note();
    reception.note();
    expect(() => {
      reception.note();
    }).toThrow("Cannot remember more than 5 migrations");
  });
});
