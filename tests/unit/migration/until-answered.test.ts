import { afterAll, beforeAll, expect, test } from "bun:test";
import { KonkError } from "../../../src/errors.ts";
import { log } from "../../../src/log.ts";
import { untilAnswered } from "../../../src/migration/until-answered.ts";

const { level } = log;
beforeAll(() => {
  log.level = 0; // every failure is told
});
afterAll(() => {
  log.level = level;
});

const never = new AbortController().signal;

test("a question is asked until it is answered, and the answer is what counts", async () => {
  let asked = 0;
  const answer = await untilAnswered(async () => {
    if (++asked < 3) throw new KonkError("E_UNREACHABLE", "nobody is there");
    return await Promise.resolve("running");
  }, never);
  expect([answer, asked]).toEqual(["running", 3]);
});

test("who leaves learns why there was no answer, and is not told that there was one", async () => {
  const leave = new AbortController();
  let asked = 0;
  const answer = await untilAnswered(async (giveUp) => {
    if (++asked === 2) leave.abort();
    expect(giveUp.aborted).toBe(asked === 2);
    return await Promise.reject(new KonkError("E_UNREACHABLE", `attempt ${asked}`));
  }, leave.signal);
  expect(answer).toMatchObject({ code: "E_UNREACHABLE", message: "attempt 2" });
});

test("a question that is under way is given up when the user leaves", async () => {
  const leave = new AbortController();
  const asking = untilAnswered(async (giveUp) => {
    const given = Promise.withResolvers<never>();
    giveUp.addEventListener("abort", () => {
      given.reject(new KonkError("E_UNREACHABLE", "given up"));
    });
    return await given.promise;
  }, leave.signal);
  leave.abort();
  expect(await asking).toMatchObject({ message: "given up" });
});

test("an answer that comes in spite of all counts, also when nobody wants to wait any more", async () => {
  const leave = new AbortController();
  leave.abort();
  expect(await untilAnswered(async () => await Promise.resolve("running"), leave.signal)).toBe("running");
});

test("what konk did not foresee is told as an error and does not end the program", async () => {
  const leave = new AbortController();
  leave.abort();
  const answer = await untilAnswered(async () => await Promise.reject(new TypeError("what?")), leave.signal);
  expect(answer).toMatchObject({ code: "E_BUG", message: "what?" });
});
