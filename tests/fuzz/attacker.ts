/**
 * A hostile peer, as a program: it has a certificate of the authority, and says everything wrong that it can think of.
 *
 *     bun tests/fuzz/attacker.ts HOST PORT TLS-FOLDER SEED INPUTS
 *
 * Prints one line of JSON: how many inputs of which kind, and what was answered.
 */
import { readFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { connect as connectTls, createSecureContext } from "node:tls";
import {
  Client,
  type ClientWritableStream,
  ChannelCredentials as Credentials,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { konk } from "../../src/gen/konk.js";
import { Dice } from "./dice.ts";
import {
  anyCheck,
  anyChunk,
  anyId,
  anyMessage,
  type Command,
  checksum,
  commands,
  plainNetwork,
  plainSpec,
} from "./words.ts";

const v1 = konk.v1;
const [host = "", port = "", folder = "", seed = "1", inputs = "1000"] = process.argv.slice(2);
const identity = {
  cert: readFileSync(join(folder, "host.crt")),
  key: readFileSync(join(folder, "host.key")),
  ca: readFileSync(join(folder, "ca.crt")),
  minVersion: "TLSv1.3",
} as const;
/** No input may hang the server; this only bounds the wait of the attacker itself. */
const patienceMs = 20_000;

type Answer = string;

class Attacker {
  readonly #dice: Dice;
  readonly #ids: string[] = [];
  #client = newClient();
  #left: number;
  readonly counts: Record<string, number> = {};
  readonly answers: Record<string, number> = {};
  /** Migrations that were prepared for real. */
  readonly #prepared = new Set<string>();

  constructor(seed: number, inputs: number) {
    this.#dice = new Dice(seed);
    this.#left = inputs;
  }

  async run(lanes: number): Promise<void> {
    await Promise.all(Array.from({ length: lanes }, async () => await this.#lane()));
    for (const id of this.#prepared) await this.#unary("abort", v1.AbortRequest.encode({ migrationId: id }).finish());
    this.#client.close();
  }

  async #lane(): Promise<void> {
    while (this.#left > 0) {
      const roll = this.#dice.next();
      if (roll < 0.45) await this.#count("call", 1, async () => await this.#call(false));
      else if (roll < 0.78) await this.#count("mutated call", 1, async () => await this.#call(true));
      else if (roll < 0.88) await this.#count("upload", 1, async () => await this.#upload());
      else if (roll < 0.95) await this.#count("bulk", 1, async () => await this.#bulk(undefined));
      else if (roll < 0.975) await this.#count("HTTP/2 garbage", 1, async () => await this.#garbage("h2"));
      else if (roll < 0.996) await this.#count("plain garbage", 1, async () => await this.#garbage(null));
      else await this.#story();
    }
  }

  async #count(kind: string, weight: number, input: () => Promise<Answer>): Promise<void> {
    this.#left -= weight;
    this.counts[kind] = (this.counts[kind] ?? 0) + weight;
    const answer = await input();
    this.answers[answer] = (this.answers[answer] ?? 0) + 1;
  }

  async #call(mutated: boolean): Promise<Answer> {
    const command = this.#dice.pick(commands.filter((each) => each !== "sendImages"));
    const message = anyMessage(this.#dice, command, anyId(this.#dice, this.#ids));
    return await this.#unary(command, mutated ? this.#harmless(command, this.#dice.mutate(message)) : message);
  }

  /** A mutated Prepare that lost its `check_only` would build, which costs a second and has a story of its own. */
  #harmless(command: Command, bytes: Buffer): Buffer {
    return command === "prepare" ? Buffer.concat([bytes, Buffer.from([0x48, 1])]) : bytes;
  }

  async #unary(command: Command, bytes: Uint8Array): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const path = `/konk.v1.Migration/${command.charAt(0).toUpperCase()}${command.slice(1)}`;
    const asIs = (raw: Buffer) => raw;
    const options = { deadline: Date.now() + patienceMs };
    this.#client.makeUnaryRequest(path, asIs, asIs, Buffer.from(bytes), options, (error) => {
      resolve(wordOf(error));
    });
    return await promise;
  }

  async #upload(): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const asIs = (raw: Buffer) => raw;
    const options = { deadline: Date.now() + patienceMs };
    const call: ClientWritableStream<Buffer> = this.#client.makeClientStreamRequest(
      "/konk.v1.Migration/SendImages",
      asIs,
      asIs,
      options,
      (error) => {
        resolve(wordOf(error));
      },
    );
    const id = anyId(this.#dice, this.#ids);
    for (let times = this.#dice.below(5); times > 0; times -= 1) {
      const bytes = anyMessage(this.#dice, "sendImages", this.#dice.chance(0.9) ? id : anyId(this.#dice, this.#ids));
      call.write(Buffer.from(this.#dice.chance(0.3) ? this.#dice.mutate(bytes) : bytes));
    }
    if (this.#dice.chance(0.2)) call.cancel();
    else call.end();
    return await promise;
  }

  /** Frames on the bulk channel; with a token they are of a migration that was prepared. */
  async #bulk(opened: { id: string; token: Uint8Array } | undefined): Promise<Answer> {
    const dice = this.#dice;
    const id = opened?.id ?? anyId(dice, this.#ids);
    const open = v1.BulkOpen.encode({ migrationId: id, token: opened?.token ?? dice.bytes(dice.pick([0, 1, 32])) });
    const frames = [frame(open.finish(), Buffer.alloc(0))];
    for (let times = dice.below(5); times > 0; times -= 1) {
      const { data, ...header } = anyChunk(dice, id);
      frames.push(frame(v1.ImageChunk.encode(header).finish(), Buffer.from(data ?? [])));
    }
    if (dice.chance(0.5)) frames.push(Buffer.alloc(8));
    const bytes = Buffer.concat(frames);
    const spoilt = opened
      ? Buffer.concat([frames[0] ?? bytes, dice.mutate(bytes.subarray(frames[0]?.length))])
      : dice.mutate(bytes);
    return await this.#send("konk-bulk/1", dice.chance(0.6) ? spoilt : bytes);
  }

  async #garbage(protocol: string | null): Promise<Answer> {
    const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
    const noise = this.#dice.bytes(this.#dice.below(600));
    const hello = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);
    const begin = this.#dice.pick([preface, protocol === null ? hello : preface, Buffer.alloc(0)]);
    return await this.#send(protocol, Buffer.concat([begin, noise]));
  }

  /** One connection: everything is written, and it counts what comes back before its end, or for half a second. */
  async #send(protocol: string | null, bytes: Uint8Array): Promise<Answer> {
    const socket =
      protocol === null
        ? connectTcp({ host, port: Number(port) })
        : connectTls({ ...identity, host, port: Number(port), ALPNProtocols: [protocol], rejectUnauthorized: false });
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(resolve, 500, "silence");
    socket.once(protocol === null ? "connect" : "secureConnect", () => {
      socket.write(bytes);
      if (this.#dice.chance(0.5)) socket.end();
    });
    socket.once("data", () => {
      resolve("bytes");
    });
    socket.once("error", () => {
      resolve("error");
    });
    socket.once("close", () => {
      resolve("closed");
    });
    const answer = await promise;
    clearTimeout(timer);
    socket.destroy();
    return answer;
  }

  /** A migration that is prepared for real, and then everything in any order, doubled, interleaved and wrong. */
  async #story(): Promise<void> {
    const dice = this.#dice;
    const id = dice.bytes(16).toString("hex");
    this.#ids.push(id);
    const token = await this.#prepare(id);
    const steps = Array.from({ length: 3 + dice.below(6) }, () => dice.below(8));
    const work = steps.map((step) => async () => {
      if (step < 2) await this.#count("story: bulk", 1, async () => await this.#bulk({ id, token }));
      else if (step < 4) await this.#count("story: images", 1, async () => await this.#images(id));
      else {
        const command = dice.pick(["restore", "resume", "abort", "query", "prepare"] as const);
        await this.#count(
          `story: ${command}`,
          1,
          async () => await this.#unary(command, anyMessage(dice, command, id)),
        );
      }
    });
    if (dice.chance(0.4)) await Promise.all(work.map(async (step) => await step()));
    else for (const step of work) await step();
    await this.#count(
      "story: abort",
      1,
      async () => await this.#unary("abort", v1.AbortRequest.encode({ migrationId: id, reason: "end" }).finish()),
    );
    this.#prepared.delete(id);
  }

  async #prepare(id: string): Promise<Uint8Array> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    const request = {
      ...anyCheck(this.#dice, id),
      specJson: JSON.stringify(plainSpec(`fuzz-${this.#dice.below(1e6)}`)),
      networkJson: JSON.stringify(plainNetwork()),
      files: [],
      volumes: [],
      expectedBytes: 65_536,
      checkOnly: false,
    };
    this.#prepared.add(id);
    this.#client.makeUnaryRequest(
      "/konk.v1.Migration/Prepare",
      (raw: Buffer) => raw,
      (raw: Buffer) => v1.PrepareReply.decode(raw),
      Buffer.from(v1.PrepareRequest.encode(request).finish()),
      { deadline: Date.now() + patienceMs },
      (error, reply) => {
        this.answers[`prepared: ${wordOf(error)}`] = (this.answers[`prepared: ${wordOf(error)}`] ?? 0) + 1;
        resolve(reply?.bulkToken ?? new Uint8Array(32));
      },
    );
    this.#left -= 1;
    this.counts["story: prepare"] = (this.counts["story: prepare"] ?? 0) + 1;
    return await promise;
  }

  /** Images that are named and numbered as they should be, so that CRIU gets to read their content. */
  async #images(id: string): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const asIs = (raw: Buffer) => raw;
    const call: ClientWritableStream<Buffer> = this.#client.makeClientStreamRequest(
      "/konk.v1.Migration/SendImages",
      asIs,
      asIs,
      { deadline: Date.now() + patienceMs },
      (error) => {
        resolve(wordOf(error));
      },
    );
    for (const kind of ["inventory", "pstree", "core", "mountpoints"]) {
      const data = this.#dice.bytes(this.#dice.below(200));
      const name = { kind, id: kind === "core" || kind === "mountpoints" ? "1" : "" };
      const chunk = { migrationId: id, ...name, offset: 0, data, last: true, xxhash3: checksum(data) };
      call.write(Buffer.from(v1.ImageChunk.encode(chunk).finish()));
    }
    call.end();
    return await promise;
  }
}

function newClient(): Client {
  const context = createSecureContext(identity);
  const credentials = Credentials.createFromSecureContext(context, { checkServerIdentity: () => undefined });
  return new Client(`ipv4:${host}:${port}`, credentials, {
    "grpc.ssl_target_name_override": "konk.invalid",
    "grpc.enable_retries": 0,
    "grpc.service_config_disable_resolution": 1,
    "grpc.max_reconnect_backoff_ms": 500,
    "grpc.initial_reconnect_backoff_ms": 50,
  });
}

function frame(header: Uint8Array, data: Uint8Array): Buffer {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(header.length, 0);
  lengths.writeUInt32BE(data.length, 4);
  return Buffer.concat([lengths, header, data]);
}

function wordOf(error: ServiceError | null): Answer {
  return error === null
    ? "OK"
    : `${status[error.code]}${error.code === status.FAILED_PRECONDITION ? ` ${error.details}` : ""}`;
}

const attacker = new Attacker(Number(seed), Number(inputs));
await attacker.run(8);
console.log(JSON.stringify({ counts: attacker.counts, answers: attacker.answers }));
