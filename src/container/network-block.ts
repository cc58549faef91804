/**
 * What must not arrive in a container's namespace around a freeze.
 *
 * Before it: new connections from outside. The kernel completes them for a program that is frozen, and CRIU dumps no
 * connection that nobody has accepted. They are not lost: the SYN waits in the {@link FrameBacklog}.
 *
 * While it is dumped: TCP on loopback. CRIU runs inside the container's namespace and takes no network lock there, so between
 * the dumps of the two ends of one connection a retransmission or a delayed acknowledgement could still move bytes, and
 * they would be in neither image.
 *
 * Dropping what *arrives* is enough, since whatever is sent on lo arrives on lo; dropping on the way out would tell the
 * sender, which changes its state. The hook is before connection tracking. nft is kept open in its interactive mode: that
 * answers in 0.5-2 ms, confirmed by listing the table, where a fresh `nft -f` takes 2 ms to block and 6-25 ms to unblock.
 */
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { call, inNetns } from "./net-commands.ts";
import { Prestarted } from "./prestarted.ts";

const table = "inet konk_freeze";
const timeoutMs = 5_000;
/** Before the freeze nobody waits but the user, and a busy host may take its time to start nft. */
const prepareTimeoutMs = 30_000;

const chain = (what: Blocked) =>
  `add chain ${table} ${what} { type filter hook prerouting priority -450; policy accept; }`;

/** The commands that stop each, in a chain of its own. */
const blocks = {
  // It ends by itself: when konk dies before the freeze, the container that runs on is not closed to new clients for long.
  connections: [
    `add set ${table} outside { type ifname; flags timeout; }`,
    `add element ${table} outside { "eth0" timeout 10s }`,
    `add rule ${table} connections iifname @outside tcp flags & (syn | ack) == syn drop`,
  ],
  loopback: [`add rule ${table} loopback iif lo meta l4proto tcp drop`],
} as const;
export type Blocked = "connections" | "loopback";

const add = (what: Blocked) => [`add table ${table}`, chain(what), ...blocks[what]].join("; ");
const show = `list table ${table}\n`;
const listed = (output: string) => output.endsWith("\n}\n");

export class NetworkBlock implements AsyncDisposable {
  readonly #netns: string;
  readonly #nft: Prestarted;

  private constructor(netns: string) {
    this.#netns = netns;
    this.#nft = new Prestarted(inNetns(netns, ["nft", "-i"]));
  }

  /** Starts nft in the namespace and proves that it can change it. @throws E_NETWORK when it cannot */
  static async prepare(netns: string): Promise<NetworkBlock> {
    const prepared = new NetworkBlock(netns);
    try {
      await prepared.#clear(prepareTimeoutMs);
      return prepared;
    } catch (error) {
      await prepared[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** From here on no such TCP segment arrives. @throws E_NETWORK when that is not certain */
  async engage(what: Blocked): Promise<void> {
    const found = await this.#nft.ask(`${add(what)}\n${show}`, listed, timeoutMs);
    if (!new RegExp(`chain ${what} \\{[^}]*drop`).test(found))
      throw new KonkError("E_NETWORK", `Cannot block TCP (${what}): found "${found}"`);
  }

  /** TCP flows again. Idempotent, also when nothing was ever blocked, and when the prepared nft has died. */
  async release(): Promise<void> {
    try {
      await this.#clear(timeoutMs);
    } catch (error) {
      log.debug(`Unblocking TCP by a new nft: ${messageOf(error)}`);
      await NetworkBlock.remove(this.#netns);
    }
  }

  async #clear(withinMs: number): Promise<void> {
    // An nft that succeeds says nothing, so an empty table is shown as the proof, and goes too.
    const clear = `add table ${table}; delete table ${table}; add table ${table}`;
    const found = await this.#nft.ask(`${clear}\n${show}delete table ${table}\n`, listed, withinMs);
    if (found.includes("drop")) throw new KonkError("E_NETWORK", `Cannot unblock TCP: found "${found}"`);
  }

  /** Ends the prepared nft. A block that is engaged stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#nft[Symbol.asyncDispose]();
  }

  /** Removes a block that a dead konk may have left; idempotent. */
  static async remove(netns: string, signal?: AbortSignal): Promise<void> {
    await call(netns, ["nft", "-f", "-"], { input: `add table ${table}\ndelete table ${table}\n`, signal });
  }
}
