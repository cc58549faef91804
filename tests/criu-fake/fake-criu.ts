/**
 * A CRIU for tests that need none: speaks its protocol on descriptor 3 and does what its first argument says, a JSON list
 * of steps. Each step is taken in order; the list is the whole life of the process.
 */

import { PacketChannel } from "../../src/criu/seqpacket.ts";
import { criu } from "../../src/gen/criu.js";

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
  /** Ends its side of the socket and lives on. */
  | { hangUp: true };

/** The argument list before "criu" that makes this file play `steps`. */
export function fakePrefix(steps: readonly Step[]): string[] {
  return [process.execPath, import.meta.path, JSON.stringify(steps)];
}

async function play(steps: readonly Step[]): Promise<void> {
  using channel = await PacketChannel.open(3);
  const send = (response: criu.Response.$Properties) => channel.send(criu.Response.encode(response).finish());
  const receive = async () => criu.Request.decode((await channel.receive()) ?? (await leave()));
  let type = criu.RequestType.EMPTY;
  for (const step of steps) {
    if ("request" in step) {
      const request = await receive();
      type = request.type;
      if (type !== criu.RequestType[step.request]) throw new Error(`found request ${type}, wanted ${step.request}`);
    } else if ("notify" in step) {
      const { notify: script, pid, ignoreRefusal } = step;
      send({ type: criu.RequestType.NOTIFY, success: true, notify: { script, ...(pid ? { pid } : {}) } });
      const { notifySuccess } = await receive();
      if (!notifySuccess && ignoreRefusal !== true) {
        send({ type, success: false, crErrno: 5, crErrmsg: "RPC client reported script error" });
        return;
      }
    } else if ("answer" in step) send(step.answer);
    else if ("raw" in step) channel.send(Uint8Array.from(step.raw));
    else if ("packetBytes" in step) channel.send(new Uint8Array(step.packetBytes));
    else await misbehave(step, channel);
  }
}

type Misbehaviour = Exclude<
  Step,
  { request: unknown } | { notify: unknown } | { answer: unknown } | { raw: unknown } | { packetBytes: unknown }
>;

async function misbehave(step: Misbehaviour, channel: PacketChannel): Promise<void> {
  if ("sleepMs" in step) await Bun.sleep(step.sleepMs);
  else if ("stderr" in step) process.stderr.write(step.stderr);
  else if ("file" in step) await Bun.write(step.file, step.text);
  else if ("signal" in step) process.kill(process.pid, step.signal);
  else if ("exit" in step) process.exitCode = step.exit;
  else channel.close();
}

async function leave(): Promise<never> {
  await Bun.sleep(0);
  throw new Error("the client is gone");
}

if (import.meta.main) await play(JSON.parse(process.argv[2] ?? "[]") as Step[]);
