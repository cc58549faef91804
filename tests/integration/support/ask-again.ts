/**
 * A peer with a good certificate that says whatever it likes to a server, and tells what it was answered.
 *
 *     bun ask-again.ts ADDRESS TLS_FOLDER CALLS...
 *
 * Each of CALLS is a JSON list of calls that are made at the same time; the next one waits for all of their answers. Prints a
 * JSON list of the answers, in order.
 */
import type { PrepareRequest } from "../../../src/migration/peer.ts";
import { type Connection, connect } from "../../../src/rpc/client.ts";
import { identityFiles } from "../../../src/trust/identity.ts";
import { Trust } from "../../../src/trust/trust.ts";
import { serverPort } from "../../hosts/host.ts";

/** `say` is the call; a Prepare brings what it needs beside the id. */
export type Call =
  | { say: "restore" | "resume" | "abort" | "query"; id: string }
  | { say: "prepare"; id: string; request: Omit<PrepareRequest, "migrationId"> };

/** "ok", "refused", the phase that Query was told, "running" or "never-ran"; or an error's code. */
export type Answer = string;

const deadlineMs = 30_000;

async function call(peer: Connection, asked: Call): Promise<Answer> {
  const signal = AbortSignal.timeout(deadlineMs);
  switch (asked.say) {
    case "prepare": {
      const refusals = await peer.prepare({ ...asked.request, migrationId: asked.id }, signal);
      return refusals.length === 0 ? "ok" : "refused";
    }
    case "restore":
      await peer.restore(asked.id, { images: 1, bytes: 1 }, signal);
      return "ok";
    case "resume":
      return (await peer.resume(asked.id, signal)).outcome;
    case "abort":
      await peer.abort(asked.id, "said once more", signal);
      return "ok";
    case "query":
      return await peer.query(asked.id, signal);
    default:
      return asked satisfies never;
  }
}

if (import.meta.main) {
  const [host = "", folder = "", ...rounds] = process.argv.slice(2);
  using peer = connect({ host, port: serverPort, trust: await Trust.load(identityFiles(folder)) });
  const answers: Answer[] = [];
  for (const round of rounds) {
    const asked = JSON.parse(round) as Call[];
    const answered = asked.map(async (each) => await call(peer, each).catch((error: unknown) => codeOf(error)));
    answers.push(...(await Promise.all(answered)));
  }
  console.log(JSON.stringify(answers));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
