import { expect, test } from "bun:test";
import { allEnded } from "../../src/all-ended.ts";

test("a failure is told only when the others have cleaned up", async () => {
  let cleaned = false;
  const slow = Bun.sleep(20).then(() => {
    cleaned = true;
  });
  const ended = allEnded([Promise.reject(new Error("cancelled")), slow]).catch(String);
  expect(await ended).toBe("Error: cancelled");
  expect(cleaned).toBe(true);
});

test("what they bring comes in their order", async () => {
  expect(await allEnded([Bun.sleep(5).then(() => "one"), "two", Promise.resolve(3)])).toEqual(["one", "two", 3]);
});
