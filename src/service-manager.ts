/**
 * What konk's server tells whoever started it as a service: that it is ready, what it does, that its event loop still turns.
 * The protocol is sd_notify(3): datagrams to the socket that NOTIFY_SOCKET names. Without that nothing happens.
 */
import { dlopen } from "bun:ffi";
import { closeSync } from "node:fs";
import { log } from "./log.ts";

type Environment = Record<string, string | undefined>;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
/** CLOEXEC and NONBLOCK: a manager that does not read must not stop the server. */
const socketFlags = 0o2000000 | 0o4000;
const MSG_NOSIGNAL = 0x4000;
/** sun_path of struct sockaddr_un. */
const longestName = 108;

export class ServiceManager {
  readonly #address: Uint8Array | null;
  readonly #watchdogMs: number | null;
  #status = "";
  #hasFailed = false;

  private constructor(address: Uint8Array | null, watchdogMs: number | null) {
    this.#address = address;
    this.#watchdogMs = watchdogMs;
  }

  /** Takes its variables out of `environment`: they are meant for this process, and for none that it starts. */
  static of(environment: Environment = process.env): ServiceManager {
    const { NOTIFY_SOCKET: name, WATCHDOG_USEC: usec, WATCHDOG_PID: pid } = environment;
    for (const variable of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) delete environment[variable];
    const isForUs = pid === undefined || pid === String(process.pid);
    const isNumber = usec !== undefined && /^[1-9]\d{0,15}$/.test(usec);
    return new ServiceManager(
      name === undefined ? null : socketAddress(name),
      isForUs && isNumber ? Number(usec) / 1000 : null,
    );
  }

  /** Whether this process is somebody's service. */
  get isThere(): boolean {
    return this.#address !== null;
  }

  ready(status: string): void {
    this.#status = status;
    this.#send("READY=1", `STATUS=${status}`);
  }

  /** What `systemctl status` shows; repeating it costs nothing. */
  status(text: string): void {
    if (text === this.#status) return;
    this.#status = text;
    this.#send(`STATUS=${text}`);
  }

  stopping(status: string): void {
    this.#send("STOPPING=1", `STATUS=${status}`);
  }

  /** A sign of life three times in the interval that the manager allows, from the event loop, so that a hung one is seen. */
  keepAlive(): Disposable {
    const beat = () => {
      this.#send("WATCHDOG=1");
    };
    const timer = this.#watchdogMs === null ? undefined : setInterval(beat, this.#watchdogMs / 3).unref();
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer);
      },
    };
  }

  /** A manager that cannot be told is worth one warning: it will think that the server hangs. */
  #send(...fields: string[]): void {
    if (this.#address === null) return;
    const wasSent = sendDatagram(this.#address, fields.map((field) => field.replaceAll("\n", " ")).join("\n"));
    if (!wasSent && !this.#hasFailed) log.warn(`Cannot tell the service manager "${fields.join(", ")}"`);
    this.#hasFailed ||= !wasSent;
  }
}

/** struct sockaddr_un for "/path", or "@name" in the abstract namespace; null for what is neither, or too long. */
export function socketAddress(name: string): Uint8Array | null {
  const path = Buffer.from(name);
  if (!/^[/@]./.test(name) || path.length >= longestName) return null;
  if (name.startsWith("@")) path[0] = 0;
  return Buffer.concat([new Uint8Array(new Uint16Array([AF_UNIX]).buffer), path]);
}

function sendDatagram(address: Uint8Array, text: string): boolean {
  const library = dlopen("libc.so.6", {
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
    sendto: { args: ["i32", "ptr", "u64", "i32", "ptr", "u32"], returns: "i64" },
  });
  const libc = library.symbols;
  try {
    // SAFETY: three integers; the descriptor is closed below, and on exec.
    const fd = libc.socket(AF_UNIX, SOCK_DGRAM | socketFlags, 0);
    if (fd < 0) return false;
    const message = Buffer.from(text);
    // SAFETY: both buffers outlive the synchronous call and are as long as it is told. A path needs no NUL: the kernel ends
    // it at the address's length, which for an abstract name is part of the name.
    const sent = libc.sendto(fd, message, message.length, MSG_NOSIGNAL, address, address.length);
    closeSync(fd);
    return Number(sent) === message.length;
  } finally {
    library.close();
  }
}
