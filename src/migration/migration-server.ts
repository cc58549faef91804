/**
 * The destination's side of every migration: it answers, and never decides alone. What may follow what is in
 * core/destination-state.ts; each migration in progress is a {@link Landing}.
 */
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { Container } from "../container/container.ts";
import { sweepLeftovers } from "../container/leftovers.ts";
import type { Paths } from "../container/paths.ts";
import { bootId } from "../container/process-id.ts";
import type { HostFacts, Refusal } from "../core/compatibility.ts";
import type { ContainerSpec } from "../core/container-spec.ts";
import { isDestinationPhase } from "../core/destination-state.ts";
import { parseNetworkStateJson, parseSpecJson } from "../core/peer-json.ts";
import { plain } from "../core/plain-text.ts";
import { nobody, type Principal } from "../core/principal.ts";
import type { TimedStep } from "../core/report.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { version } from "../version.ts";
import { Arrivals } from "./arrivals.ts";
import { conflicts } from "./conflicts.ts";
import { ownFeatures } from "./features.ts";
import { compareFiles } from "./files-in-use.ts";
import { collectHostFacts } from "./host-facts.ts";
import { setImageBudget } from "./image-tmpfs.ts";
import { Journal, readJournal } from "./journal.ts";
import { Landing } from "./landing.ts";
import {
  type DestinationPeer,
  type HelloReply,
  type ImageChunk,
  type ImageTotals,
  type PrepareRequest,
  protocolVersion,
  type ResumeAnswer,
} from "./peer.ts";
import { destinationJournal } from "./phase-journal.ts";
import { Reception } from "./reception.ts";
import { rootView } from "./root-view.ts";
import { takeUpMigrations } from "./take-up.ts";
import { verifyVolumes } from "./volumes.ts";

export interface MigrationServerOptions {
  paths: Paths;
  /** Size of the tmpfs for checkpoint images. */
  imageBudgetBytes: number;
}

/** Images may turn out larger than the source expected, since the container goes on until the freeze. */
const toleratedGrowth = 2;

export class MigrationServer implements DestinationPeer {
  readonly #paths: Paths;
  /** Prepare under way, by migration: a second one is answered like the first, and Abort waits for what it has to remove. */
  readonly #preparing = new Map<string, { owner: string; answer: Promise<readonly Refusal[]> }>();
  /** Fingerprints of hosts that lost this one's trust and have not come back. */
  readonly #revoked = new Set<string>();
  readonly #reception: Reception;
  readonly #host = hostname();
  readonly #arrivals = new Arrivals(this.#host);
  #facts: Promise<HostFacts> | undefined;

  private constructor(paths: Paths) {
    this.#paths = paths;
    this.#reception = new Reception(paths.migrations);
  }

  static async start({ paths, imageBudgetBytes }: MigrationServerOptions): Promise<MigrationServer> {
    await mkdir(paths.migrations, { recursive: true, mode: 0o700 });
    await setImageBudget(paths.images, imageBudgetBytes);
    await sweepLeftovers();
    const server = new MigrationServer(paths);
    for (const landing of await takeUpMigrations(paths)) server.#arrivals.tend(landing);
    return server;
  }

  /** How many containers are on their way here. */
  get arrivals(): number {
    return this.#arrivals.count;
  }

  /** Collecting starts a CRIU: one at a time, whoever asks. */
  async hello(): Promise<HelloReply> {
    this.#facts ??= collectHostFacts(this.#paths.images).finally(() => {
      this.#facts = undefined;
    });
    const [facts, features] = await Promise.all([this.#facts, ownFeatures()]);
    return { protocol: protocolVersion, konkVersion: version, features, facts };
  }

  /** Fingerprint of the certificate that a migration was begun with; undefined for one that is not known here. */
  ownerOf(id: string): string | undefined {
    assertId(id);
    return this.#preparing.get(id)?.owner ?? readJournal(this.#paths.migration(id), "destination")?.facts.owner;
  }

  /**
   * Ends what a host was sending when it lost this host's trust. DANGER: only what is not HELD. From then on its source may
   * have gone past the point of no return, so it waits for an operator, however little its source is trusted now.
   */
  async abandon(owner: string, reason: string): Promise<void> {
    this.#revoked.add(owner);
    const isMeant = ({ id }: Landing) => this.ownerOf(id) === owner;
    await this.#arrivals.endIncomplete(reason, isMeant);
    for (const { container } of this.#arrivals.of((landing) => landing.phase === "held" && isMeant(landing)))
      log.warn(`Container "${container.name}" is held here: "konk recover --show" says what to decide`);
  }

  /** Before the server ends: what is HELD waits for the next one, and sources of the rest hear at once why it ends. */
  async leave(reason: string): Promise<void> {
    await this.#arrivals.endIncomplete(reason, () => true);
  }

  /** `owner` is whose migration it is from now on. */
  async prepare(request: PrepareRequest, signal: AbortSignal, owner: Principal = nobody): Promise<readonly Refusal[]> {
    const { migrationId: id } = request;
    assertId(id);
    this.#revoked.delete(owner.fingerprint);
    const answer = () => this.#prepare(request, Reception.deadline(signal), owner);
    const preparing = this.#preparing.get(id) ?? { owner: owner.fingerprint, answer: answer() };
    this.#preparing.set(id, preparing);
    try {
      return await preparing.answer;
    } finally {
      this.#preparing.delete(id);
    }
  }

  async #prepare(request: PrepareRequest, signal: AbortSignal, owner: Principal): Promise<readonly Refusal[]> {
    const { migrationId: id } = request;
    const known = this.#arrivals.find(id);
    if (known?.phase === "receiving") return [];
    if (known || readJournal(this.#paths.migration(id), "destination")) {
      throw new KonkError("E_PROTOCOL", `Cannot prepare migration ${id}: it was already here`);
    }
    const spec = parseSpecJson(request.specJson);
    using _place = this.#reception.enter(id, owner);
    const refusals = [
      ...this.#reception.objections(this.#arrivals.sources(), owner, this.#host),
      ...(await this.#objections(request, spec, signal)),
    ];
    if (refusals.length > 0 || request.checkOnly) return refusals;
    const network = parseNetworkStateJson(request.networkJson);
    const { expectedBytes, postCopy: follows } = request;
    if (!Number.isSafeInteger(expectedBytes) || expectedBytes < 1)
      throw new KonkError("E_PROTOCOL", `Cannot expect ${expectedBytes} bytes of images`);

    this.#reception.note();
    const source = plain(request.source);
    const facts = {
      id,
      container: spec.name,
      source,
      sourceBootId: plain(request.sourceBootId),
      destination: this.#host,
      ...(owner === nobody ? {} : { owner: owner.fingerprint, ownerName: owner.name }),
      ...(follows ? { postCopy: true as const } : {}),
    };
    const journal = destinationJournal(
      Journal.create(this.#paths.migration(id), "destination", facts, bootId()),
      "unknown",
    );
    journal.advance("land");
    const place = { id, paths: this.#paths, peer: owner, source, journal };
    const limits = { limitBytes: expectedBytes * toleratedGrowth, expectedBytes };
    try {
      const landing = await Landing.build({ ...place, ...limits, spec, network, follows }, signal);
      this.#arrivals.tend(landing);
      if (this.#revoked.has(owner.fingerprint)) await landing.abort("its source was revoked meanwhile");
      log.info(`${source} sends container "${spec.name}" (migration ${id})`);
      return [];
    } catch (error) {
      journal.advance("fail", { reason: messageOf(error) });
      journal.advance("removed");
      journal[Symbol.dispose]();
      throw error;
    }
  }

  async sendImages(id: string, chunks: AsyncIterable<ImageChunk>): Promise<ImageTotals> {
    return await this.#landing(id).receive(chunks);
  }

  async restore(id: string, totals: ImageTotals): Promise<readonly TimedStep[]> {
    return await this.#landing(id).restore(totals);
  }

  async resume(id: string): Promise<ResumeAnswer> {
    assertId(id);
    const landing = this.#arrivals.find(id);
    if (!landing) return this.#remembered(id);
    if (landing.phase === "held" && !(await landing.holdsTree())) await landing.abort("its tree was killed here");
    if (landing.phase === "aborting" || landing.phase === "aborted") {
      await landing.abort("it was aborted before");
      return { outcome: "never-ran" };
    }
    const steps = await landing.resume();
    log.info(`Container "${landing.container.name}" runs here (migration ${id})`);
    return { outcome: "running", steps, follows: landing.phase === "following" };
  }

  async follow(id: string, outgoing: AsyncIterable<Uint8Array>, signal: AbortSignal) {
    return await this.#landing(id).follow(outgoing, signal);
  }

  async torn(id: string): Promise<void> {
    assertId(id);
    await this.#arrivals.find(id)?.tear("the rest of its memory is gone with its source");
  }

  /** What the journal says of a migration that is not in progress. */
  #remembered(id: string): ResumeAnswer {
    const folder = this.#paths.migration(id);
    const content = readJournal(folder, "destination");
    switch (content?.phase) {
      case "done":
      case "lost":
        return { outcome: "running", steps: [], follows: false };
      case "following":
        return { outcome: "running", steps: [], follows: true };
      case "aborted":
        return { outcome: "never-ran" };
      case undefined: {
        // The source may thaw its spare at this word, so it must be true for ever: journalled, on the disk.
        if (!content) this.#reception.note();
        const facts = { id, container: "", source: "", sourceBootId: "", destination: this.#host };
        using journal = content
          ? Journal.reopen(folder, "destination", bootId()) // begun, and cut short by the end of this host
          : Journal.create(folder, "destination", facts, bootId());
        journal.write("aborted", { durable: true });
        return { outcome: "never-ran" };
      }
      default:
        throw new KonkError(
          "E_PROTOCOL",
          `Migration ${id} is in phase "${content?.phase}" on ${this.#host}, and nobody tends it`,
        );
    }
  }

  async abort(id: string, reason: string): Promise<void> {
    assertId(id);
    await this.#preparing.get(id)?.answer.catch(() => undefined);
    const landing = this.#arrivals.find(id);
    if (!landing) {
      if (this.#remembered(id).outcome === "never-ran") return;
      throw new KonkError("E_PROTOCOL", `Cannot abort migration ${id}: its container was resumed on ${this.#host}`);
    }
    const why = plain(reason);
    log.info(`Migration ${id} of "${landing.container.name}" ends: ${why}`);
    await landing.abort(why);
  }

  async query(id: string): Promise<string> {
    assertId(id);
    const phase = this.#arrivals.find(id)?.phase ?? readJournal(this.#paths.migration(id), "destination")?.phase;
    return await Promise.resolve(phase !== undefined && isDestinationPhase(phase) ? phase : "unknown");
  }

  #landing(id: string): Landing {
    assertId(id);
    const landing = this.#arrivals.find(id);
    if (landing) return landing;
    throw new KonkError("E_PROTOCOL", `Migration ${id} is not in progress on ${this.#host}`);
  }

  /** What only this host can know: every reason against the container, at once. */
  async #objections(request: PrepareRequest, spec: ContainerSpec, signal: AbortSignal): Promise<Refusal[]> {
    const names = conflicts(Container.list(this.#paths), spec, this.#host);
    const volumes = await verifyVolumes(spec, request.volumes, this.#host, signal);
    const root = await rootView(spec, this.#host);
    if (root.refusal) return [...names, ...volumes, root.refusal];
    return [...names, ...volumes, ...(await compareFiles(request.files, root.path, this.#host, signal))];
  }
}

function assertId(id: string): void {
  if (!/^[0-9a-f]{32}$/.test(id)) throw new KonkError("E_PROTOCOL", "A migration id must be 32 hexadecimal digits");
}
