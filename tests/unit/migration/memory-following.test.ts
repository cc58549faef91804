import { ptr } from "bun:ffi";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { frameHeader, PageFrameReader, type PageFrameType } from "../../../src/core/page-frames.ts";
import { KonkError } from "../../../src/errors.ts";
import { log } from "../../../src/log.ts";
import { Following, type FollowingOptions } from "../../../src/migration/memory-following.ts";
import type { DestinationPeer } from "../../../src/migration/peer.ts";
import { SentMemory } from "../../../src/migration/sent-memory.ts";

const { level } = log;
beforeAll(() => {
  log.level = 0; // every break is told
});
afterAll(() => {
  log.level = level;
});

const { pid } = process;
const pages = 40;
/** The memory that follows: of this process, as good as frozen. */
const all = Buffer.alloc((pages + 1) * pageBytes, 7);
const base = Math.ceil(ptr(all) / pageBytes) * pageBytes;

/** The destination had all of it before, as it is. */
function sentAhead(): ReadonlyMap<string, SentMemory> {
  const memory = new SentMemory([{ address: base, pages }]);
  // From the memory itself: what nobody names any more the runtime gives to others, and its content with it.
  for (const { bytes } of memory.pieces) all.copy(bytes, 0, base - ptr(all));
  return new Map([[String(pid), memory]]);
}

const say = (type: PageFrameType, count = 0) => frameHeader({ type, process: pid, address: base, pages: count });
const broken = () => new KonkError("E_TRANSFER", "the network is gone");

/** How far a conversation gets: nobody answers, it is refused, breaks off when all has come, waits until it is told to end, or succeeds. */
type Course = "unanswered" | "refused" | "breaks off" | "hangs" | "succeeds";
/** What a try may take that nobody answers: longer than one that counts as heard. Milliseconds. */
const unansweredMs = 2_100;

class Destination implements DestinationPeer {
  /** The kinds of frames that each conversation was sent, and its pages. */
  readonly conversations: { types: Set<PageFrameType>; pages: number }[] = [];
  readonly answers: string[];
  readonly #courses: Course[];
  #queries = 0;

  /** The last answer and the last course hold for ever. */
  constructor(courses: Course[], answers = ["following"]) {
    this.#courses = courses;
    this.answers = answers;
  }

  get queries(): number {
    return this.#queries;
  }

  async follow(_id: string, outgoing: AsyncIterable<Uint8Array>, signal: AbortSignal) {
    const heard = { types: new Set<PageFrameType>(), pages: 0 };
    this.conversations.push(heard);
    const course = this.#courses[this.conversations.length - 1] ?? this.#courses.at(-1) ?? "refused";
    if (course === "refused") throw broken();
    if (course === "unanswered") {
      await Bun.sleep(unansweredMs);
      throw new KonkError("E_UNREACHABLE", "nobody answers");
    }
    return await Promise.resolve(converse(course, heard, outgoing, signal));
  }

  async query(_id: string, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const answer = this.answers[this.#queries++] ?? this.answers.at(-1) ?? "";
    if (answer === "silence") throw broken();
    return await Promise.resolve(answer);
  }

  readonly hello = unexpected;
  readonly prepare = unexpected;
  readonly sendImages = unexpected;
  readonly restore = unexpected;
  readonly resume = unexpected;
  readonly abort = unexpected;
  readonly torn = unexpected;
}

async function unexpected(): Promise<never> {
  return await Promise.reject(new Error("nobody asks this"));
}

async function* converse(
  course: Course,
  heard: Destination["conversations"][number],
  outgoing: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const onAbort = () => {
    ended.reject(broken());
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  yield Buffer.concat([say("missing", pages), say("listed")]);
  const reader = new PageFrameReader();
  for await (const bytes of outgoing) {
    for (const frame of reader.read(bytes)) {
      heard.types.add(frame.type);
      heard.pages += frame.pages;
    }
    if (heard.pages === pages) break;
  }
  if (course === "hangs") await ended.promise;
  if (course === "breaks off") throw broken();
  yield say("filled");
}

function following(destination: Destination, options: Partial<FollowingOptions> = {}): Following {
  const { signal } = new AbortController();
  return new Following({ id: "a".repeat(32), pids: () => [pid], destination, signal, ...options });
}

const never = new AbortController().signal;
const outcome = async (promise: Promise<unknown>) => await promise.catch((error: unknown) => error);

test("after a break nothing is taken for known: what was under way may not have arrived", async () => {
  const destination = new Destination(["breaks off", "breaks off", "succeeds"]);
  const memory = following(destination);
  memory.begin(sentAhead());
  await memory.end(never);
  expect(destination.conversations).toEqual([
    { types: new Set(["same"]), pages },
    { types: new Set(["data"]), pages },
    { types: new Set(["data"]), pages },
  ]);
  expect(destination.queries).toBe(2);
  expect(memory.report).toMatchObject({ skippedPages: pages, sentPages: 2 * pages });
  expect(memory.report.ms).toBeGreaterThan(0);
});

test("a first conversation that could not even begin makes what was sent ahead doubtful too", async () => {
  const destination = new Destination(["refused", "succeeds"]);
  const memory = following(destination);
  memory.begin(sentAhead());
  await memory.end(never);
  expect(destination.conversations.map(({ types }) => [...types])).toEqual([[], ["data"]]);
});

test.each(["done", "lost"])('a last word that was lost is made up for by "%s"', async (phase) => {
  const destination = new Destination(["breaks off"], [phase]);
  const memory = following(destination);
  memory.begin(sentAhead());
  await memory.end(never);
  expect(destination.conversations).toHaveLength(1);
});

test.each(["held", "unknown", "silence", "aborted"])('"%s" is no word that it has all', async (phase) => {
  const destination = new Destination(["breaks off", "succeeds"], [phase]);
  const memory = following(destination);
  memory.begin(sentAhead());
  await memory.end(never);
  expect(destination.conversations).toHaveLength(2);
});

test("a destination that stays silent is given up after a while, for now", async () => {
  const destination = new Destination(["refused"], ["silence"]);
  const memory = following(destination, { patienceMs: 100 });
  memory.begin(sentAhead());
  expect(await outcome(memory.end(never))).toMatchObject({ code: "E_UNCONFIRMED", message: "the network is gone" });
  expect(destination.conversations.length).toBeGreaterThan(1);
  expect(memory.report.ms).toBe(0);
});

test("a destination that nobody answers for is given up too, however long each try takes, and is not asked besides", async () => {
  const destination = new Destination(["unanswered"]);
  const memory = following(destination, { patienceMs: unansweredMs });
  memory.begin(sentAhead());
  expect(await outcome(memory.end(never))).toMatchObject({ code: "E_UNCONFIRMED", message: "nobody answers" });
  expect(destination.queries).toBe(0);
});

test.each([
  ["while it goes well", "hangs"],
  ["between two attempts", "refused"],
] as const)("a user who leaves %s is told that it is not confirmed", async (_, course) => {
  for (const afterMs of [0, 10]) {
    const memory = following(new Destination([course]));
    memory.begin(sentAhead());
    const leave = new AbortController();
    if (afterMs === 0) leave.abort();
    const ending = outcome(memory.end(leave.signal));
    await Bun.sleep(afterMs);
    leave.abort(new KonkError("E_CANCELLED", "cancelled"));
    expect(await ending).toMatchObject({ code: "E_UNCONFIRMED" });
  }
});

test.each(["hangs", "refused"] as const)(
  "a migration that is rolled back says why, and nobody must listen: %s",
  async (course) => {
    const cancel = new AbortController();
    const destination = new Destination([course]);
    const memory = following(destination, { signal: cancel.signal });
    memory.begin(sentAhead());
    await Bun.sleep(5);
    const reason = new KonkError("E_CANCELLED", "cancelled");
    const before = destination.conversations.length;
    cancel.abort(reason);
    await Bun.sleep(60);
    expect(destination.conversations).toHaveLength(before);
    expect(await outcome(memory.end(never))).toBe(reason);
  },
);
