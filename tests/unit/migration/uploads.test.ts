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
