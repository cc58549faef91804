/** Who is at the other end of a connection, as the certificate whose key it holds proves. */

export type Principal =
  /** This very host: an operator's command that talks to its own server. */
  | { kind: "self"; name: string; fingerprint: string }
  /** A host whose certificate is kept here, by the name it is kept under. */
  | { kind: "peer"; name: string; fingerprint: string }
  /** A host whose certificate the user's own authority has signed. */
  | { kind: "authority"; name: string; fingerprint: string };

/** Of a migration that an earlier version of konk began, and of tests. */
export const nobody: Principal = { kind: "peer", name: "", fingerprint: "" };

/** Days before the end of a certificate from which on konk warns. */
const warningDays = 30;
const dayMs = 86_400_000;

export function daysLeft(validTo: Date, now: Date): number {
  return Math.floor((validTo.getTime() - now.getTime()) / dayMs);
}

/** "expired", "ends in 12 days"; null while there is no reason to say anything. */
export function expiryWarning(validTo: Date, now: Date): string | null {
  if (validTo <= now) return "expired";
  const days = daysLeft(validTo, now);
  return days < warningDays ? `ends in ${days === 1 ? "1 day" : `${days} days`}` : null;
}
