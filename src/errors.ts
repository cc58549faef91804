/**
 * The one error class of konk, its codes, and the exit status each code stands for.
 *
 * An error says what could not be done, to what, on which host and why; the hint says what to do about it. Exit statuses
 * tell a script where the container is (see {@link ExitStatus}).
 */

/** What a script may conclude from the exit status of `konk migrate` (the other commands use 0, 1, 2 and 70). */
export const ExitStatus = {
  /** It runs on the destination (migrate), or the command did its work. */
  ok: 0,
  /** Failed; a container that was to be moved still runs on the source, and trying again is safe. */
  failed: 1,
  /** Usage or configuration; nothing was touched. */
  usage: 2,
  /** Refused before anything was frozen; nothing was touched. */
  refused: 3,
  /** Handed over but not confirmed: on the destination or nowhere yet, never on both. */
  unconfirmed: 4,
  /** A bug in konk. */
  bug: 70,
  /** Cancelled by SIGINT and rolled back. */
  interrupted: 130,
  /** Cancelled by SIGTERM and rolled back. */
  terminated: 143,
} as const;

const codes = {
  E_USAGE: ExitStatus.usage,
  E_CONFIG: ExitStatus.usage,
  E_TLS: ExitStatus.usage,
  E_REQUIREMENT: ExitStatus.usage,
  E_NO_CONTAINER: ExitStatus.usage,
  E_EXISTS: ExitStatus.usage,
  E_ADDRESS_TAKEN: ExitStatus.usage,
  E_BUSY: ExitStatus.usage,
  E_REFUSED: ExitStatus.refused,
  E_UNREACHABLE: ExitStatus.failed,
  E_PROTOCOL: ExitStatus.failed,
  E_COMMAND: ExitStatus.failed,
  E_START: ExitStatus.failed,
  E_NETWORK: ExitStatus.failed,
  E_CRIU: ExitStatus.failed,
  E_DUMP: ExitStatus.failed,
  E_ENDED: ExitStatus.failed,
  E_RESTORE: ExitStatus.failed,
  E_TRANSFER: ExitStatus.failed,
  E_NO_SPACE: ExitStatus.failed,
  E_TIMEOUT: ExitStatus.failed,
  E_OVERRUN: ExitStatus.failed,
  E_CANCELLED: ExitStatus.interrupted,
  E_UNCONFIRMED: ExitStatus.unconfirmed,
  E_BUG: ExitStatus.bug,
} as const;

export type ErrorCode = keyof typeof codes;
export const errorCodes = Object.keys(codes) as ErrorCode[];

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(codes, text);
}

export interface KonkErrorDetails {
  /** What the user can do about it; a full sentence, no final period. */
  hint?: string;
  /** Where the container is now, in plain words: "running on alpha, untouched". */
  where?: string;
  /** The host on which it happened, when it was not this one. */
  host?: string;
  /** Lines worth showing verbatim (CRIU's own errors, every reason of a refusal). */
  lines?: readonly string[];
  cause?: unknown;
}

export class KonkError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly host: string | undefined;
  readonly lines: readonly string[];

  constructor(code: ErrorCode, message: string, details: KonkErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "KonkError"; // minifying renames classes
    this.code = code;
    this.hint = details.hint;
    this.where = details.where;
    this.host = details.host;
    this.lines = details.lines ?? [];
  }

  get exitStatus(): number {
    return codes[this.code];
  }

  /** The same error with more said about it; what is already there stays. */
  with(details: KonkErrorDetails): KonkError {
    const { hint, where, host, lines } = this;
    return new KonkError(this.code, this.message, {
      ...details,
      ...(hint === undefined ? {} : { hint }),
      ...(where === undefined ? {} : { where }),
      ...(host === undefined ? {} : { host }),
      ...(lines.length === 0 ? {} : { lines }),
      cause: this.cause ?? details.cause,
    });
  }
}

/** Any thrown thing as a KonkError: what konk did not foresee is a bug in konk. */
export function asKonkError(error: unknown): KonkError {
  if (error instanceof KonkError) return error;
  return new KonkError("E_BUG", messageOf(error), { cause: error });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
