/**
 * The destination as one peer may use it: what the policy of this host grants, and of migrations nothing but its own. Another
 * peer, however trusted, can neither ask for, feed, resume nor abort what it did not begin.
 */
import type { Refusal } from "../core/compatibility.ts";
import { parseSpecJson } from "../core/peer-json.ts";
import { type Policy, type Right, rightsOf } from "../core/policy.ts";
import type { Principal } from "../core/principal.ts";
import type { TimedStep } from "../core/report.ts";
import { KonkError } from "../errors.ts";
import { log } from "../log.ts";
import type {
  DestinationPeer,
  Hello,
  HelloReply,
  ImageChunk,
  ImageTotals,
  PrepareRequest,
  ResumeAnswer,
} from "./peer.ts";

/** {@link MigrationServer}, which knows whose migration is whose. */
export interface OwnedDestination extends DestinationPeer {
  ownerOf(id: string): string | undefined;
  prepare(request: PrepareRequest, signal: AbortSignal, owner?: Principal): Promise<readonly Refusal[]>;
}

export interface GateOptions {
  server: OwnedDestination;
  principal: Principal;
  /** Read anew for each question. */
  policy: () => Policy;
  /** This host's name. */
  hostname: string;
}

export class PeerGate implements DestinationPeer {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  async hello(hello: Hello, signal: AbortSignal): Promise<HelloReply> {
    const { server, hostname } = this.#options;
    const rights = this.#rights();
    if (rights.includes("send") || rights.includes("inventory")) return await server.hello(hello, signal);
    throw new KonkError(
      "E_REFUSED",
      `Cannot answer: this host may neither send to ${hostname} nor ask what it is like`,
      {
        hint: this.#grant("send"),
      },
    );
  }

  async prepare(asked: PrepareRequest, signal: AbortSignal): Promise<readonly Refusal[]> {
    const { server, principal } = this.#options;
    this.#assertOwn(asked.migrationId);
    // What an operator will read is the name by which this host knows the source, not what that one calls itself.
    const request = principal.kind === "peer" ? { ...asked, source: principal.name } : asked;
    const denied = this.#denied(request);
    if (denied.length === 0) return await server.prepare(request, signal, principal);
    log.warn(`Refused a container of "${principal.name}": ${denied.map(({ reason }) => reason).join("; ")}`);
    if (!this.#rights().includes("send")) return denied; // nor is it told what else is in the way
    // The other reasons are worth knowing, too, and only a check is made.
    return [...denied, ...(await server.prepare({ ...request, checkOnly: true }, signal, principal))];
  }

  async sendImages(id: string, chunks: AsyncIterable<ImageChunk>, signal: AbortSignal): Promise<ImageTotals> {
    return await this.#own(id).sendImages(id, chunks, signal);
  }

  async restore(id: string, totals: ImageTotals, signal: AbortSignal): Promise<readonly TimedStep[]> {
    return await this.#own(id).restore(id, totals, signal);
  }

  async resume(id: string, signal: AbortSignal): Promise<ResumeAnswer> {
    return await this.#own(id).resume(id, signal);
  }

  async follow(id: string, outgoing: AsyncIterable<Uint8Array>, signal: AbortSignal) {
    return await this.#own(id).follow(id, outgoing, signal);
  }

  async abort(id: string, reason: string, signal: AbortSignal): Promise<void> {
    await this.#own(id).abort(id, reason, signal);
  }

  async torn(id: string, signal: AbortSignal): Promise<void> {
    await this.#own(id).torn(id, signal);
  }

  async query(id: string, signal: AbortSignal): Promise<string> {
    return await this.#own(id).query(id, signal);
  }

  #rights(): readonly Right[] {
    return rightsOf(this.#options.policy(), this.#options.principal);
  }

  #denied({ specJson }: PrepareRequest): Refusal[] {
    const { principal, hostname } = this.#options;
    const rights = this.#rights();
    const denied: Refusal[] = [];
    if (!rights.includes("send")) {
      const reason = `${hostname} accepts no containers from "${principal.name}"`;
      denied.push({ check: "policy", reason, fix: this.#grant("send") });
    }
    if (!rights.includes("host-root") && parseSpecJson(specJson).rootfs === null) {
      const reason = `its root is the host's own "/", so it would run as root of ${hostname}, which "${principal.name}" may not have it do`;
      const fix = `Run it with --rootfs, or trust "${principal.name}" like root of ${hostname}: ${this.#grant("host-root")}`;
      denied.push({ check: "policy", reason, fix });
    }
    return denied;
  }

  /** What to type on this host. */
  #grant(right: Right): string {
    const { principal, hostname } = this.#options;
    const who = principal.kind === "authority" ? "--authority" : principal.name;
    return `On ${hostname}: konk host allow ${who} ${[...this.#rights(), right].join(",")}`;
  }

  #own(id: string): OwnedDestination {
    this.#assertOwn(id);
    return this.#options.server;
  }

  /** An operator of this host may decide about any migration, as `konk recover` warns. */
  #assertOwn(id: string): void {
    const { server, principal, hostname } = this.#options;
    if (principal.kind === "self") return;
    const owner = server.ownerOf(id);
    if (owner === undefined || owner === principal.fingerprint) return;
    log.warn(`Refused "${principal.name}" a migration that it did not begin (${id})`);
    throw new KonkError("E_PROTOCOL", `Migration ${id} was not begun by this host, so ${hostname} says nothing of it`);
  }
}
