/** `konk migrate NAME HOST[:PORT]`: the MigrationClient at work, its progress, and its report. */
import { hostname } from "node:os";
import { audit } from "../audit.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseByteSize } from "../core/byte-size.ts";
import { type CompressionMode, parseCompression } from "../core/compression.ts";
import { type DowntimeLimit, parseDowntime } from "../core/downtime-promise.ts";
import { parseEndpoint } from "../core/endpoint.ts";
import { wantedModes } from "../core/memory-mode.ts";
import { rightsOf } from "../core/policy.ts";
import type { Principal } from "../core/principal.ts";
import { renderReport } from "../core/report-table.ts";
import { parseName } from "../core/spec-parsing.ts";
import { asKonkError, ExitStatus, KonkError } from "../errors.ts";
import { setLogLevel } from "../log.ts";
import { MigrationClient } from "../migration/migration-client.ts";
import { connect } from "../rpc/client.ts";
import { defaultTlsFolder, identityFiles } from "../trust/identity.ts";
import { policyPath, readPolicy } from "../trust/policy-file.ts";
import { Trust } from "../trust/trust.ts";
import { progressLine } from "./progress.ts";
import { errorAsJson } from "./show-error.ts";
import { type Cancellation, cancellation } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const migrateCommand = strictCommand({
  name: "migrate",
  description: "Move a running container to another host while its clients stay connected",
  examples: [
    "konk migrate web beta",
    "konk migrate web beta --max-downtime 300ms",
    "konk migrate web beta --bandwidth 50M",
    "konk migrate db beta --allow-post-copy",
    "konk migrate web 10.0.0.2:7440 --json",
  ],
  args: {
    name: { type: "positional", description: "Container on this host", required: true },
    host: { type: "positional", description: "HOST[:PORT] where konk server runs", required: true },
    channel: {
      type: "enum",
      options: ["auto", "grpc"],
      description: "How memory travels: a bulk TLS stream if both know it, or gRPC",
      default: "auto",
    },
    mode: {
      type: "enum",
      options: [...wantedModes],
      description:
        "When memory travels: all of it in the freeze (stop-copy), most of it before (pre-copy), or the rest of it after (post-copy)",
      default: "auto",
    },
    "allow-post-copy": {
      type: "boolean",
      description:
        "Let auto choose post-copy: the shortest freeze, but until the last page has followed, the death of either host ends the container",
    },
    "max-downtime": {
      type: "string",
      description: "Refuse the move unless it can be had in so little: 200ms, 1.5s",
      valueHint: "TIME",
    },
    bandwidth: {
      type: "string",
      description:
        "Send memory ahead at no more than so many bytes a second: 50M; the freeze, and what follows it, use all there is",
      valueHint: "SIZE",
    },
    throttle: {
      type: "boolean",
      description: "Hold the container back, step by step, while it writes memory faster than it can be sent",
    },
    compress: {
      type: "string",
      description:
        "Compress what the bulk stream carries (gRPC: never): auto, where the link is so slow that it pays; off; 1 to 19, always, by zstd",
      default: "auto",
      valueHint: "WHEN",
    },
    "on-overrun": {
      type: "enum",
      options: ["rollback", "continue"],
      description: "What to do when the freeze takes longer than --max-downtime",
      default: "rollback",
    },
    json: { type: "boolean", description: "Print the report, or the error, as JSON" },
    verbose: { type: "boolean", alias: "v", description: "Show every step" },
    tls: { type: "string", description: "Folder of host.crt, host.key and peers", default: defaultTlsFolder },
    state: { type: "string", description: "State folder", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    if (args.verbose) setLogLevel("debug");
    using cancel = cancellation();
    try {
      const report = await migrate(args, cancel);
      process.stdout.write(args.json ? `${JSON.stringify({ ok: true, ...report })}\n` : `${renderReport(report)}\n`);
    } catch (thrown) {
      const error = asKonkError(thrown);
      const exitStatus = statusOf(error, cancel);
      process.exitCode = exitStatus;
      const json = { ok: false, error: { ...errorAsJson(error), exitStatus } };
      if (args.json) process.stdout.write(`${JSON.stringify(json)}\n`);
      throw error;
    }
  },
});

interface MigrateArgs {
  name: string;
  host: string;
  tls: string;
  state: string;
  channel: string;
  mode: string;
  "max-downtime"?: string | undefined;
  bandwidth?: string | undefined;
  "allow-post-copy"?: boolean | undefined;
  throttle?: boolean | undefined;
  compress: string;
  "on-overrun": string;
}

async function migrate(args: MigrateArgs, cancel: Cancellation) {
  const name = parseName(args.name);
  const { host, port } = parseEndpoint(args.host);
  const trust = await Trust.load(identityFiles(args.tls));
  trust.warnOfExpiry();
  using progress = progressLine();
  let migration = "";
  using destination = connect({
    host,
    port,
    trust,
    channel: args.channel === "grpc" ? "grpc" : "auto",
    compression: compressionOf(args),
    admit: (server) => {
      assertMayReceive(server, args.tls);
    },
  });
  const client = new MigrationClient({
    paths: new Paths(args.state),
    destination,
    destinationHost: host,
    port,
    mode: wantedModes.find((mode) => mode === args.mode) ?? "auto",
    limit: limitOf(args),
    bandwidth: bandwidthOf(args),
    allowPostCopy: allowPostCopyOf(args),
    throttle: throttleOf(args),
    compression: () => destination.compression,
    onEvent: (event) => {
      if (event.kind === "begun") migration = event.id;
      progress.show(event);
    },
  });
  const startMs = performance.now();
  const record = async (result: string, reason: string) => {
    const { name: peer, fingerprint } = destination.answering ?? { name: "", fingerprint: "" };
    const what = { migration, container: name, from: hostname(), to: host, peer, fingerprint };
    await audit({ side: "source", ...what, result, reason, durationMs: Math.round(performance.now() - startMs) });
  };
  try {
    const report = await client.migrate(name, cancel);
    await record("running", "");
    return report;
  } catch (error) {
    const { code, message } = asKonkError(error);
    await record(code, message);
    throw error;
  }
}

/** Throws E_REFUSED when this host's policy lets no container go there. */
function assertMayReceive(server: Principal, tls: string): void {
  const path = policyPath(tls);
  if (rightsOf(readPolicy(path), server).includes("receive")) return;
  throw new KonkError(
    "E_REFUSED",
    `Cannot send anything to "${server.name}": this host's policy does not grant it "receive"`,
    {
      hint: `Add "receive" to what "${path}" grants it`,
    },
  );
}

function limitOf({ "max-downtime": time, "on-overrun": onOverrun }: MigrateArgs): DowntimeLimit | null {
  if (time === undefined) return null;
  return { maximumMs: parseDowntime(time), onOverrun: onOverrun === "continue" ? "continue" : "rollback" };
}

/** With less a piece of memory would be on its way for longer than a silent connection is waited for. */
const leastBandwidth = 128 << 10;

function bandwidthOf({ bandwidth, mode }: MigrateArgs): number | null {
  if (bandwidth === undefined) return null;
  const bytes = parseByteSize("--bandwidth", bandwidth);
  if (bytes < leastBandwidth) {
    throw new KonkError("E_USAGE", `Cannot use "${bandwidth}" for --bandwidth: expected at least 128K`);
  }
  if (mode !== "stop-copy") return bytes;
  throw new KonkError(
    "E_USAGE",
    "Cannot use --bandwidth with --mode stop-copy: it is for what is sent before the freeze",
  );
}

function allowPostCopyOf({ "allow-post-copy": isAllowed = false, mode }: MigrateArgs): boolean {
  if (!isAllowed || mode === "auto" || mode === "post-copy") return isAllowed;
  throw new KonkError(
    "E_USAGE",
    `Cannot use --allow-post-copy with --mode ${mode}: it is for auto, which may choose post-copy then`,
  );
}

function throttleOf({ throttle = false, mode }: MigrateArgs): boolean {
  if (!throttle || mode !== "stop-copy") return throttle;
  throw new KonkError(
    "E_USAGE",
    "Cannot use --throttle with --mode stop-copy: it is for what is sent before the freeze",
  );
}

function compressionOf({ compress, channel }: MigrateArgs): CompressionMode {
  const mode = parseCompression(compress);
  if (typeof mode !== "number" || channel !== "grpc") return mode;
  throw new KonkError(
    "E_USAGE",
    `Cannot use --compress ${compress} with --channel grpc: only the bulk stream compresses`,
  );
}

/** A migration that the user cancelled and that was rolled back has the exit status of its signal. */
function statusOf(error: KonkError, { exitStatus }: Cancellation): number {
  return error.exitStatus === ExitStatus.interrupted ? (exitStatus() ?? error.exitStatus) : error.exitStatus;
}
