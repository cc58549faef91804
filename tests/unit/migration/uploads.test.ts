import { expect, test } from "bun:test";
import { Uploads } from "../../../src/migration/uploads.ts";

test("an upload that stalls is given up, and a restore that waits for it hears of that", async () => {
  const uploads = new Uploads({ pieceMs: 30 });
  async function* stalling() {
    yield "first";
    await Bun.sleep(60_000);
    yield "never";
  }
  const stored: string[] = [];
  const receiving = uploads.receive(stalling(), (piece) => {
    stored.push(piece);
  });
  let isWanted = true;
  const settled = uploads.settle(
    () => isWanted,
    () => false,
  );
  const failure = await receiving.catch((error: unknown) => error);
  isWanted = false;
  await settled;
  expect(failure).toMatchObject({ code: "E_TIMEOUT" });
  expect(stored).toEqual(["first"]);
});

test("a source is silent only while no upload of it is under way", async () => {
  const uploads = new Uploads();
  await Bun.sleep(20);
  expect(uploads.silentMs).toBeGreaterThan(10);
  const release = Promise.withResolvers<void>();
  async function* slow() {
    await release.promise;
    yield "piece";
  }
  const receiving = uploads.receive(slow(), () => undefined);
  expect(uploads.silentMs).toBe(0);
  release.resolve();
  await receiving;
  expect(uploads.silentMs).toBeLessThan(10_000);
});
