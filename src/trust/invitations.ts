/** Invitations that this host has given out and that nobody has used: one file each, so that using it up is one unlink. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { type JoinFacts, type JoinRole, joinStatement } from "../core/join-messages.ts";
import type { Right } from "../core/policy.ts";
import { replaceFile } from "../replace-file.ts";

export interface Invitation {
  id: string;
  secret: string;
  /** Milliseconds of this host's clock. */
  endsAtMs: number;
  /** What the host that uses it may do here; null: what any trusted host may. */
  rights: readonly Right[] | null;
}

export class Invitations {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  create(validityMs: number, rights: readonly Right[] | null, now = Date.now()): Invitation {
    const id = randomBytes(16).toString("hex");
    const invitation = { id, secret: randomBytes(32).toString("hex"), endsAtMs: now + validityMs, rights };
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    replaceFile(this.#file(id), JSON.stringify(invitation));
    return invitation;
  }

  /** Those that may still be used; what has ended is removed. */
  open(now = Date.now()): Invitation[] {
    return this.#ids().flatMap((id) => {
      const invitation = this.#read(id);
      if (invitation !== null && now < invitation.endsAtMs) return [invitation];
      rmSync(this.#file(id), { force: true });
      return [];
    });
  }

  /** Uses it up. False when somebody else did: of two at once, one succeeds. */
  take(id: string): boolean {
    try {
      unlinkSync(this.#file(id));
      return true;
    } catch {
      return false;
    }
  }

  #read(id: string): Invitation | null {
    try {
      return JSON.parse(readFileSync(this.#file(id), "utf8")) as Invitation;
    } catch {
      return null; // used a moment ago
    }
  }

  #ids(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((file) => /^[0-9a-f]{32}\.json$/.test(file))
        .map((file) => file.slice(0, 32));
    } catch {
      return []; // nobody was ever invited
    }
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** That whoever sends it knows the secret and sees these two certificates; the secret itself never travels. */
export function joinProof(secret: string, role: JoinRole, facts: JoinFacts): string {
  return createHmac("sha256", Buffer.from(secret, "hex")).update(joinStatement(role, facts)).digest("hex");
}

export function isSameProof(found: string, wanted: string): boolean {
  return found.length === wanted.length && timingSafeEqual(Buffer.from(found), Buffer.from(wanted));
}
