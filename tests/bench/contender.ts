/** What the bench compares: ways to move the same program from alpha to beta. One contender a file. */
import type { Lab } from "../hosts/lab.ts";

export interface Move {
  /** Where the time went by the contender's own account, in milliseconds. */
  stepsMs: Record<string, number>;
  /** What it says the downtime was, if it says so. */
  reportedMs?: number;
}

export interface Contender {
  readonly name: string;
  /** Where clients find the program. */
  readonly address: string;
  /** Starts the program on alpha, and prepares on beta what a careful user prepares before a move. */
  start(lab: Lab, command: readonly string[]): Promise<void>;
  /** Moves it to beta. Throws when that fails, with the tool's own words. */
  move(lab: Lab): Promise<Move>;
  /** Removes everything from both hosts, after the program was killed there. */
  remove(lab: Lab): Promise<void>;
}
