/** The destination as seen from the source: migration/peer.ts over gRPC. */
import type { ServiceError } from "@grpc/grpc-js";
import type { HostFacts, Refusal } from "../core/compatibility.ts";
import type { CompressionMode } from "../core/compression.ts";
import { plain } from "../core/plain-text.ts";
import type { Principal } from "../core/principal.ts";
import type { CompressionReport, TimedStep } from "../core/report.ts";
import { KonkError } from "../errors.ts";
import type { konk } from "../gen/konk.js";
import { log } from "../log.ts";
import type {
  DestinationPeer,
  Hello,
  HelloReply,
  ImageChunk,
  ImageTotals,
  PrepareRequest,
  ResumeAnswer,
} from "../migration/peer.ts";
import { BulkChannel } from "./bulk-client.ts";
import { type Channel, type ConnectOptions, openChannel } from "./channel.ts";
import { wireChunk } from "./chunks.ts";
import { contract, type Method } from "./contract.ts";
import { converse } from "./conversation.ts";
import { fromServiceError } from "./error-mapping.ts";
import { bulkFeature, packedFeature } from "./limits.ts";
import { Packer } from "./packer.ts";
import { followByTls } from "./pages-channel.ts";

/** Milliseconds that a call may take before the destination counts as gone. */
const deadlines = {
  hello: 10_000,
  prepare: 60_000,
  sendImages: 600_000,
  restore: 120_000,
  resume: 15_000,
  short: 10_000,
};

export interface Connection extends DestinationPeer, Disposable {
  /** Who answers, by its certificate; null before the first answer. */
  readonly answering: Principal | null;
  /** Of what was sent so far. */
  readonly compression: CompressionReport;
}

/** Opens no connection yet: the first call does. */
export function connect(options: ConnectOptions): Connection {
  return new GrpcDestination(options);
}

class GrpcDestination implements Connection {
  readonly #options: ConnectOptions;
  readonly #channel: Channel;
  /** Bulk channels by migration id. */
  readonly #bulk = new Map<string, BulkChannel>();
  #mayUseBulk = false;
  #packer = new Packer("off");

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#channel = openChannel(options);
  }

  get answering(): Principal | null {
    return this.#channel.server();
  }

  get compression(): CompressionReport {
    return this.#packer.report;
  }

  async hello(hello: Hello, signal: AbortSignal): Promise<HelloReply> {
    const message = { ...hello, features: [...hello.features, bulkFeature, packedFeature] };
    const { protocol, konkVersion, features, facts } = await this.#call(
      contract.hello,
      message,
      signal,
      deadlines.hello,
    );
    this.#mayUseBulk = this.#options.channel !== "grpc" && features.includes(bulkFeature);
    this.#packer = new Packer(this.#compressionFor(features));
    return { protocol, konkVersion, features, facts: factsOf(facts, this.#options.host) };
  }

  #compressionFor(features: readonly string[]): CompressionMode {
    const { compression = "off", host } = this.#options;
    if (this.#mayUseBulk && features.includes(packedFeature)) return compression;
    if (typeof compression === "number") log.warn(`"${host}" cannot unpack zstd: everything is sent as it is`);
    return "off";
  }

  async prepare(request: PrepareRequest, signal: AbortSignal): Promise<Refusal[]> {
    const message = { ...request, files: [...request.files], volumes: [...request.volumes] };
    const { refusals, bulkToken } = await this.#call(contract.prepare, message, signal, deadlines.prepare);
    if (this.#mayUseBulk && bulkToken.length > 0) {
      const options = { ...this.#options, packer: this.#packer };
      this.#bulk.set(request.migrationId, await BulkChannel.open(options, request.migrationId, bulkToken, signal));
    }
    return refusals.map(({ check, reason, fix }) => ({
      check: plain(check ?? ""),
      reason: plain(reason ?? ""),
      fix: plain(fix ?? ""),
    }));
  }

  async sendImages(migrationId: string, chunks: AsyncIterable<ImageChunk>, signal: AbortSignal): Promise<ImageTotals> {
    const channel = this.#bulk.get(migrationId);
    if (channel) return await channel.send(migrationId, chunks, signal);
    return await upload({ channel: this.#channel, host: this.#options.host, migrationId, chunks, signal });
  }

  async restore(migrationId: string, totals: ImageTotals, signal: AbortSignal): Promise<TimedStep[]> {
    return steps(await this.#call(contract.restore, { migrationId, ...totals }, signal, deadlines.restore));
  }

  async resume(migrationId: string, signal: AbortSignal): Promise<ResumeAnswer> {
    const reply = await this.#call(contract.resume, { migrationId }, signal, deadlines.resume);
    const { follows } = reply;
    return reply.neverRan ? { outcome: "never-ran" } : { outcome: "running", steps: steps(reply), follows };
  }

  async follow(migrationId: string, outgoing: AsyncIterable<Uint8Array>, signal: AbortSignal) {
    signal.throwIfAborted();
    if (this.#options.channel !== "grpc") return followByTls(this.#options, migrationId, outgoing, signal);
    return await Promise.resolve(
      converse({ channel: this.#channel, host: this.#options.host, migrationId, outgoing, signal }),
    );
  }

  async torn(migrationId: string, signal: AbortSignal): Promise<void> {
    await this.#call(contract.torn, { migrationId }, signal, deadlines.short);
  }

  async abort(migrationId: string, reason: string, signal: AbortSignal): Promise<void> {
    await this.#call(contract.abort, { migrationId, reason }, signal, deadlines.short);
  }

  async query(migrationId: string, signal: AbortSignal): Promise<string> {
    return (await this.#call(contract.query, { migrationId }, signal, deadlines.short)).phase;
  }

  [Symbol.dispose](): void {
    for (const channel of this.#bulk.values()) channel[Symbol.dispose]();
    this.#channel.client.close();
    for (const socket of this.#channel.sockets) socket.destroy();
  }

  async #call<Request, RequestClass, Reply, ReplyClass>(
    method: Method<Request, RequestClass, Reply, ReplyClass>,
    message: Request,
    signal: AbortSignal,
    deadlineMs: number,
  ): Promise<ReplyClass> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ReplyClass>();
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + deadlineMs };
    const done = settle(this.#options.host, this.#channel, signal, { resolve, reject });
    const call = this.#channel.client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      message,
      options,
      done,
    );
    return await cancellable(promise, signal, () => {
      call.cancel();
    });
  }
}

/** Every field of a message may be missing on the wire. */
function factsOf(facts: konk.v1.HostFacts.$Properties | null | undefined, host: string): HostFacts {
  if (!facts) throw new KonkError("E_PROTOCOL", `"${host}" answered without its facts`);
  return {
    hostname: plain(facts.hostname ?? ""),
    arch: plain(facts.arch ?? ""),
    kernel: plain(facts.kernel ?? ""),
    criu: plain(facts.criu ?? ""),
    bootId: facts.bootId ?? "",
    cpuFlags: facts.cpuFlags ?? [],
    lsm: facts.lsm ?? [],
    imageBudgetBytes: facts.imageBudgetBytes ?? 0,
    availableMemoryBytes: facts.availableMemoryBytes ?? 0,
    bridge: facts.bridge ?? false,
    missingPackages: facts.missingPackages ?? [],
  };
}

function steps(reply: { steps: { step?: string | null; atMs?: number | null }[] }) {
  return reply.steps.map(({ step, atMs }) => ({ step: step ?? "", atMs: atMs ?? 0 }));
}

interface Upload {
  channel: Channel;
  host: string;
  migrationId: string;
  chunks: AsyncIterable<ImageChunk>;
  signal: AbortSignal;
}

/** The way between hosts that do not share the bulk channel. */
async function upload({ channel, host, migrationId, chunks, signal }: Upload): Promise<ImageTotals> {
  const { promise, resolve, reject } = Promise.withResolvers<{ images: number; bytes: number }>();
  const { path, requestSerialize, responseDeserialize } = contract.sendImages;
  const options = { deadline: Date.now() + deadlines.sendImages };
  const done = settle(host, channel, signal, { resolve, reject });
  const call = channel.client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, options, done);
  const failed = promise.then(
    () => true,
    () => true,
  );
  const cancel = () => {
    call.cancel();
  };
  return await cancellable(
    (async () => {
      try {
        for await (const chunk of chunks) {
          const { release, ...sent } = chunk;
          const goOn = call.write(wireChunk(migrationId, sent), release);
          const answered = !goOn && (await Promise.race([drained(call), failed]));
          if (answered || call.destroyed) break; // what was written last may never be released
        }
        call.end();
      } catch (error) {
        cancel();
        failed.catch(() => undefined);
        throw error;
      }
      return await promise;
    })(),
    signal,
    cancel,
  );
}

/** Without waiting for "drain", everything that is still to be sent would pile up in memory. */
async function drained(call: { once(event: "drain", listener: () => void): unknown }): Promise<false> {
  const { promise, resolve } = Promise.withResolvers<void>();
  call.once("drain", resolve);
  await promise;
  return false;
}

function settle<Reply>(
  host: string,
  channel: Channel,
  signal: AbortSignal,
  { resolve, reject }: { resolve: (reply: Reply) => void; reject: (error: unknown) => void },
) {
  return (error: ServiceError | null, reply?: Reply) => {
    if (signal.aborted) reject(signal.reason);
    else if (error) reject(channel.distrust() ?? fromServiceError(error, host));
    else if (reply === undefined) reject(new KonkError("E_PROTOCOL", `"${host}" answered with nothing`));
    else resolve(reply);
  };
}

async function cancellable<T>(work: Promise<T>, signal: AbortSignal, cancel: () => void): Promise<T> {
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await work;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
