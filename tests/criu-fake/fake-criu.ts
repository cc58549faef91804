/**
 * A CRIU for tests that need none: speaks its protocol on descriptor 3 and does what its first argument says, a JSON list
 * of steps. Each step is taken in order; the list is the whole life of the process.
 */

import { writeSync } from "node:fs";
import { pageBytes } from "../../src/core/page-bytes.ts";
import { present } from "../../src/criu/page-server.ts";
import { PacketChannel } from "../../src/criu/seqpacket.ts";
import { swrkExtraFd } from "../../src/criu/swrk.ts";
import { criu } from "../../src/gen/criu.js";
import { pageHeader } from "./page-header.ts";

const addPages = 6;

export type Step =
  /** Waits for a request that is no answer to a notification. */
  | { request: keyof typeof criu.RequestType }
  /** Sends a notification and waits for its answer; a refusal ends like CRIU's: unsuccessful, with `errno`. */
  | { notify: string; pid?: number; ignoreRefusal?: boolean }
  | { answer: criu.Response.$Properties }
  | { raw: number[] }
  | { packetBytes: number }
  | { sleepMs: number }
  | { stderr: string }
  | { file: string; text: string }
  | { signal: NodeJS.Signals }
  | { exit: number }
  /** Sends a page of zeros to the page server, as CRIU 4.2 does. */
  | { pageAt: number }
  /** Ends its side of the socket and lives on. */
  | { hangUp: true };

/** The argument list before "criu" that makes this file play `steps`. */
export function fakePrefix(steps: readonly Step[]): string[] {
  return [process.execPath, import.meta.path, JSON.stringify(steps)];
}

class FakeCriu {
  readonly #channel: PacketChannel;
  #type: criu.RequestType = criu.RequestType.EMPTY;

  constructor(channel: PacketChannel) {
    this.#channel = channel;
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const step of steps) if (!(await this.#take(step))) return;
  }

  /** Whether to go on. */
  async #take(step: Step): Promise<boolean> {
    if ("request" in step) await this.#expect(step.request);
    else if ("notify" in step) return await this.#notify(step);
    else if ("answer" in step) this.#send(step.answer);
    else if ("raw" in step) this.#channel.send(Uint8Array.from(step.raw));
    else if ("packetBytes" in step) this.#channel.send(new Uint8Array(step.packetBytes));
    else if ("hangUp" in step) this.#channel.close();
    else await misbehave(step);
    return true;
  }

  async #expect(wanted: keyof typeof criu.RequestType): Promise<void> {
    const { type } = await this.#receive();
    if (type !== criu.RequestType[wanted]) throw new Error(`found request ${type}, wanted ${wanted}`);
    this.#type = type;
  }

  async #notify({ notify: script, pid, ignoreRefusal }: Extract<Step, { notify: string }>): Promise<boolean> {
    this.#send({ type: criu.RequestType.NOTIFY, success: true, notify: { script, ...(pid ? { pid } : {}) } });
    const { notifySuccess } = await this.#receive();
    if (notifySuccess || ignoreRefusal === true) return true;
    this.#send({ type: this.#type, success: false, crErrno: 5, crErrmsg: "RPC client reported script error" });
    return false;
  }

  #send(response: criu.Response.$Properties): void {
    this.#channel.send(criu.Response.encode(response).finish());
  }

  async #receive(): Promise<criu.Request> {
    const packet = await this.#channel.receive();
    if (packet === null) throw new Error("the client is gone");
    return criu.Request.decode(packet);
  }
}

type Misbehaviour = Extract<
  Step,
  | { sleepMs: number }
  | { stderr: string }
  | { file: string }
  | { signal: string }
  | { exit: number }
  | { pageAt: number }
>;

async function misbehave(step: Misbehaviour): Promise<void> {
  if ("sleepMs" in step) await Bun.sleep(step.sleepMs);
  else if ("stderr" in step) process.stderr.write(step.stderr);
  else if ("file" in step) await Bun.write(step.file, step.text);
  else if ("pageAt" in step) writeSync(swrkExtraFd, onePage(step.pageAt));
  else if ("signal" in step) process.kill(process.pid, step.signal);
  else process.exitCode = step.exit;
}

function onePage(address: number): Buffer {
  return Buffer.concat([
    pageHeader(32, { command: addPages, flags: present, pages: 1, address }),
    Buffer.alloc(pageBytes),
  ]);
}

if (import.meta.main) {
  using channel = await PacketChannel.open(3);
  await new FakeCriu(channel).play(JSON.parse(process.argv[2] ?? "[]") as Step[]);
}
