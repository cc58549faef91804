/** Signals as promises and AbortSignals. */
import { KonkError } from "../errors.ts";

/** Resolves at SIGTERM or SIGINT, and at SIGHUP, which to a service is no terminal's end: `onHangup` is called instead. */
export async function terminated(onHangup?: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    resolve();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);
  process.on("SIGHUP", onHangup ?? end);
  await promise;
}

export interface Cancellation extends Disposable {
  /** Aborted by the first signal. */
  first: AbortSignal;
  /** Aborted by the second one: leave as soon as it is safe. */
  second: AbortSignal;
  /** 130 or 143, once cancelled. */
  exitStatus: () => number | undefined;
}

/** For long work: the first Ctrl-C (or SIGTERM, SIGHUP) cancels, the second one leaves. */
export function cancellation(): Cancellation {
  const first = new AbortController();
  const second = new AbortController();
  let status: number | undefined;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => {
    const listener = () => {
      const reason = new KonkError("E_CANCELLED", `Cancelled by ${name}`);
      (first.signal.aborted ? second : first).abort(reason);
      status = name === "SIGINT" ? 130 : 143;
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    first: first.signal,
    second: second.signal,
    exitStatus: () => status,
    [Symbol.dispose]: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
