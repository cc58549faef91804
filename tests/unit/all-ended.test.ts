import { expect, test } from "bun:test";
import { allEnded } from "../../src/all-ended.ts";

test("a failure is told only when the others have cleaned up", async () => {
  let cleaned = false;
  const slow = Bun.sleep(20).then(() => {
    cleaned = true;
  });
  const failed = Promise.reject(new Error("cancelled"));
  await expect(allEnded([failed, slow])).rejects.toThrow("cancelled");
  expect(cleaned).toBe(true);
});

test("what they bring comes in their order", async () => {
  expect(await allEnded([Bun.sleep(5).then(() => "one"), "two", Promise.resolve(3)])).toEqual(["one", "two", 3]);
});
