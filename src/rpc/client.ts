/** The destination as seen from the source: migration/peer.ts over gRPC. */
import { isIP, type Socket } from "node:net";
import { checkServerIdentity, createSecureContext, type PeerCertificate } from "node:tls";
import { Client, ChannelCredentials as Credentials, type ServiceError } from "@grpc/grpc-js";
import type { HostFacts } from "../core/compatibility.ts";
import { KonkError } from "../errors.ts";
import type { konk } from "../gen/konk.js";
import type { DestinationPeer, ImageChunk } from "../migration/peer.ts";
import { BulkChannel } from "./bulk-client.ts";
import { wireChunk } from "./chunks.ts";
import { contract, type Method } from "./contract.ts";
import { fromServiceError } from "./error-mapping.ts";
import type { Identity } from "./identity.ts";
import { bulkFeature, maximumMessageBytes } from "./limits.ts";

/** Milliseconds that a call may take before the destination counts as gone. */
const deadlines = {
  hello: 10_000,
  prepare: 60_000,
  sendImages: 600_000,
  restore: 120_000,
  resume: 15_000,
  short: 10_000,
};

export interface ConnectOptions {
  /** As the user wrote it: what the certificate must carry. */
  host: string;
  port: number;
  identity: Identity;
  /** How images travel: the bulk channel where the destination knows it, or always gRPC. */
  channel?: "auto" | "grpc";
}

export interface Connection extends DestinationPeer, Disposable {}

/** Opens no connection yet: the first call does. */
export function connect({ host, port, identity, channel = "auto" }: ConnectOptions): Connection {
  const context = createSecureContext({
    cert: identity.certificate,
    key: identity.key,
    ca: identity.authority,
    minVersion: "TLSv1.3",
  });
  const credentials = Credentials.createFromSecureContext(context, {
    checkServerIdentity: (_override, certificate: PeerCertificate) => checkServerIdentity(host, certificate),
  });
  const sockets = rememberSockets(credentials);
  const target =
    isIP(host) === 6 ? `ipv6:[${host}]:${port}` : isIP(host) === 4 ? `ipv4:${host}:${port}` : `dns:${host}:${port}`;
  const client = new Client(target, credentials, {
    // A bare address cannot be asked for by name; checkServerIdentity above compares the address itself.
    ...(isIP(host) === 0 ? {} : { "grpc.ssl_target_name_override": "konk.invalid" }),
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.enable_retries": 0,
    // Else grpc-js asks DNS for a TXT record, and where nobody answers the process spins until that times out.
    "grpc.service_config_disable_resolution": 1,
    "grpc.keepalive_time_ms": 5_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
  });
  const call = caller(client, host);
  const bulk = new Map<string, BulkChannel>();
  let useBulk = false;
  return {
    hello: async (hello, signal) => {
      const message = { ...hello, features: [...hello.features, bulkFeature] };
      const { protocol, konkVersion, features, ...reply } = await call(
        contract.hello,
        message,
        signal,
        deadlines.hello,
      );
      useBulk = channel !== "grpc" && features.includes(bulkFeature);
      return { protocol, konkVersion, features, facts: factsOf(reply.facts, host) };
    },
    prepare: async (request, signal) => {
      const message = { ...request, files: [...request.files], volumes: [...request.volumes] };
      const reply = await call(contract.prepare, message, signal, deadlines.prepare);
      if (useBulk && reply.bulkToken.length > 0) {
        bulk.set(
          request.migrationId,
          await BulkChannel.open({ host, port, identity }, request.migrationId, reply.bulkToken),
        );
      }
      return reply.refusals.map(({ check, reason, fix }) => ({
        check: check ?? "",
        reason: reason ?? "",
        fix: fix ?? "",
      }));
    },
    sendImages: async (id, chunks, signal) => {
      const channel = bulk.get(id);
      if (!channel) return await upload(client, host, id, chunks, signal);
      return await channel.send(id, chunks, signal);
    },
    restore: async (migrationId, totals, signal) =>
      steps(await call(contract.restore, { migrationId, ...totals }, signal, deadlines.restore)),
    resume: async (migrationId, signal) =>
      steps(await call(contract.resume, { migrationId }, signal, deadlines.resume)),
    abort: async (migrationId, reason, signal) => {
      await call(contract.abort, { migrationId, reason }, signal, deadlines.short);
    },
    query: async (migrationId, signal) => (await call(contract.query, { migrationId }, signal, deadlines.short)).phase,
    [Symbol.dispose]: () => {
      for (const channel of bulk.values()) channel[Symbol.dispose]();
      client.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * Under Bun a closed gRPC channel leaves its TLS socket open, and the process alive until the other side's keepalive gives
 * up. So konk remembers the sockets and closes them itself.
 */
function rememberSockets(credentials: Credentials): Set<Socket> {
  const sockets = new Set<Socket>();
  const create = credentials._createSecureConnector.bind(credentials);
  credentials._createSecureConnector = (...target) => {
    const connector = create(...target);
    const secure = connector.connect.bind(connector);
    connector.connect = async (plain) => {
      const connected = await secure(plain);
      sockets.add(plain).add(connected.socket);
      return connected;
    };
    return connector;
  };
  return sockets;
}

/** Every field of a message may be missing on the wire. */
function factsOf(facts: konk.v1.HostFacts.$Properties | null | undefined, host: string): HostFacts {
  if (!facts) throw new KonkError("E_PROTOCOL", `"${host}" answered without its facts`);
  return {
    hostname: facts.hostname ?? "",
    arch: facts.arch ?? "",
    kernel: facts.kernel ?? "",
    criu: facts.criu ?? "",
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

function caller(client: Client, host: string) {
  return async <Request, RequestClass, Reply, ReplyClass>(
    method: Method<Request, RequestClass, Reply, ReplyClass>,
    message: Request,
    signal: AbortSignal,
    deadlineMs: number,
  ): Promise<ReplyClass> => {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ReplyClass>();
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + deadlineMs };
    const done = settle(host, signal, resolve, reject);
    const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, options, done);
    return await cancellable(promise, signal, () => {
      call.cancel();
    });
  };
}

async function upload(
  client: Client,
  host: string,
  migrationId: string,
  chunks: AsyncIterable<ImageChunk>,
  signal: AbortSignal,
) {
  const { promise, resolve, reject } = Promise.withResolvers<{ images: number; bytes: number }>();
  const { path, requestSerialize, responseDeserialize } = contract.sendImages;
  const options = { deadline: Date.now() + deadlines.sendImages };
  const done = settle(host, signal, resolve, reject);
  const call = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, options, done);
  const failed = promise.then(
    () => undefined,
    () => undefined,
  );
  const cancel = () => {
    call.cancel();
  };
  return await cancellable(
    (async () => {
      try {
        for await (const chunk of chunks) {
          if (!call.write(wireChunk(migrationId, chunk))) await Promise.race([drained(call), failed]);
          if (call.destroyed) break;
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
async function drained(call: { once(event: "drain", listener: () => void): unknown }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  call.once("drain", resolve);
  await promise;
}

function settle<Reply>(
  host: string,
  signal: AbortSignal,
  resolve: (reply: Reply) => void,
  reject: (error: unknown) => void,
) {
  return (error: ServiceError | null, reply?: Reply) => {
    if (signal.aborted) reject(signal.reason);
    else if (error) reject(fromServiceError(error, host));
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
