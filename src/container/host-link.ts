/**
 * The host's end of a container's link, on and off the bridge. Off the bridge nothing reaches the container and nothing
 * leaves it. The carrier is never toggled: that costs a second of service, this costs a fraction of a millisecond.
 */
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { bridgeName, findLink, inNetns, ipBatch, rowsOf, textIn } from "./net-commands.ts";
import { Prestarted } from "./prestarted.ts";

export async function attach(hostLink: string, signal?: AbortSignal): Promise<void> {
  await ipBatch(null, [`link set dev ${hostLink} master ${bridgeName}`], signal);
}

export async function detach(hostLink: string, signal?: AbortSignal): Promise<void> {
  await ipBatch(null, [`link set dev ${hostLink} nomaster`], signal);
}

export async function isAttached(hostLink: string, signal?: AbortSignal): Promise<boolean> {
  return (await masterOf(hostLink, signal)) === bridgeName;
}

async function masterOf(hostLink: string, signal?: AbortSignal): Promise<string | null> {
  const link = await findLink(null, hostLink, signal);
  return link === null ? null : textIn(link, "master");
}

/** A link change never takes long, but the kernel's lock for them is shared by the whole host. */
const switchTimeoutMs = 5_000;

/**
 * `ip -batch`, started and warm, that moves one link. Each change is confirmed by the
 * kernel's own account of the link; when the prepared program has died, a new one does it, some milliseconds later.
 */
export class LinkSwitch implements AsyncDisposable {
  readonly #ip: Prestarted;
  readonly #hostLink: string;

  private constructor(ip: Prestarted, hostLink: string) {
    this.#ip = ip;
    this.#hostLink = hostLink;
  }

  /** @throws E_NETWORK when there is no such link */
  static async prepare(hostLink: string): Promise<LinkSwitch> {
    const prepared = new LinkSwitch(new Prestarted(inNetns(null, ["ip", "-j", "-batch", "-"])), hostLink);
    try {
      await prepared.#master([]);
      return prepared;
    } catch (error) {
      await prepared[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Takes the container off the bridge. Idempotent. */
  async cut(): Promise<void> {
    await this.#change(["nomaster"], null);
  }

  /** Puts the container on the bridge. Idempotent. */
  async join(): Promise<void> {
    await this.#change(["master", bridgeName], bridgeName);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ip[Symbol.asyncDispose]();
  }

  async #change(words: readonly string[], wanted: string | null): Promise<void> {
    const command = `link set dev ${this.#hostLink} ${words.join(" ")}`;
    const found = await this.#master([command]).catch(async (error: unknown) => {
      log.debug(`Switching the link by a new ip: ${messageOf(error)}`);
      await ipBatch(null, [command]);
      return await masterOf(this.#hostLink);
    });
    if (found === wanted) return;
    throw new KonkError("E_NETWORK", `Cannot switch "${this.#hostLink}": found it on "${found}", wanted "${wanted}"`);
  }

  async #master(commands: readonly string[]): Promise<string | null> {
    const input = `${[...commands, `link show dev ${this.#hostLink}`].join("\n")}\n`;
    const answer = await this.#ip.ask(input, (output) => output.endsWith("]\n"), switchTimeoutMs);
    const [link] = rowsOf(answer);
    return link === undefined ? null : textIn(link, "master");
  }
}
