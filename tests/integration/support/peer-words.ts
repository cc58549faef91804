/**
 * A peer with a certificate of its own that says what a test tells it to, over konk's own client:
 *
 *     bun tests/integration/support/peer-words.ts HOST PORT TLS-FOLDER STEPS-AS-JSON
 *
 * Prints one line of JSON: the answer to each step, "OK" with what came back, or the code and message of the error. With
 * "stay" as last step its connections stay open until it is killed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { KonkError } from "../../../src/errors.ts";
import { ImageSender } from "../../../src/migration/images.ts";
import type { ImageChunk, PrepareRequest } from "../../../src/migration/peer.ts";
import { connect } from "../../../src/rpc/client.ts";
import { identityFiles } from "../../../src/trust/identity.ts";
import { Trust } from "../../../src/trust/trust.ts";

export type PeerStep =
  | { do: "prepare"; request: Omit<PrepareRequest, "files"> & { files: { path: string; sizeBytes: number }[] } }
  | { do: "images"; id: string; chunks: (Omit<ImageChunk, "data"> & { text: string })[] }
  | { do: "restore" | "resume" | "abort" | "query"; id: string; reason?: string }
  | { do: "move"; id: string; folder: string }
  | { do: "connections"; count: number }
  | { do: "stay" };

const [host = "", port = "", folder = "", steps = "[]"] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(folder, name));
const identity = { certificate: read("host.crt"), key: read("host.key"), authority: read("ca.crt") };
const trust = await Trust.load(identityFiles(folder));
const destination = connect({ host, port: Number(port), trust, channel: "grpc" });
const { signal } = new AbortController();

async function obey(step: PeerStep): Promise<unknown> {
  switch (step.do) {
    case "prepare": {
      const files = step.request.files.map((file) => ({ ...file, sha256: new Uint8Array(32) }));
      return await destination.prepare({ ...step.request, files }, signal);
    }
    case "images":
      return await destination.sendImages(step.id, chunksOf(step.chunks), signal);
    case "restore":
      return await destination.restore(step.id, { images: 0, bytes: 0 }, signal);
    case "resume":
      return await destination.resume(step.id, signal);
    case "abort":
      return await destination.abort(step.id, step.reason ?? "", signal);
    case "query":
      return await destination.query(step.id, signal);
    case "move":
      return await move(step.id, step.folder);
    case "connections":
      return await holdConnections(step.count);
    case "stay":
      return null;
    default:
      return step satisfies never;
  }
}

async function* chunksOf(chunks: Extract<PeerStep, { do: "images" }>["chunks"]): AsyncGenerator<ImageChunk> {
  for (const { text, ...chunk } of chunks) yield { ...chunk, data: Buffer.from(text) };
  await Promise.resolve();
}

/** Every image in a folder, and then Restore with what was sent. */
async function move(id: string, folder: string): Promise<unknown> {
  const sender = new ImageSender();
  const complete = Promise.resolve();
  const pages = chunksOf([]); // its pages are files like the other images
  await destination.sendImages(id, sender.chunks({ folder, pages, complete, signal }), signal);
  return await destination.restore(id, sender.totals, signal);
}

/** How many of so many connections the server keeps. */
async function holdConnections(count: number): Promise<number> {
  const open = new Set<TLSSocket>();
  const { certificate: cert, key, authority: ca } = identity;
  for (let made = 0; made < count; made += 1) {
    const socket = connectTls({
      host,
      port: Number(port),
      cert,
      key,
      ca,
      ALPNProtocols: ["h2"],
      rejectUnauthorized: false,
    });
    const lost = () => {
      open.delete(socket);
    };
    socket.once("secureConnect", () => {
      open.add(socket);
    });
    for (const end of ["end", "close", "error"]) socket.once(end, lost);
  }
  await Bun.sleep(3_000);
  return open.size;
}

const answers: unknown[] = [];
for (const step of JSON.parse(steps) as PeerStep[]) {
  try {
    answers.push({ answer: (await obey(step)) ?? "OK" });
  } catch (error) {
    answers.push(
      error instanceof KonkError
        ? { code: error.code, message: [error.message, ...error.lines].join("\n") }
        : { code: String(error) },
    );
  }
}
console.log(JSON.stringify(answers));
