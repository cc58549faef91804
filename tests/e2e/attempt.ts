/** One migration that a story interferes with: begun in the background, followed by its journal, judged by its end. */
import type { Program } from "../hosts/program.ts";
import type { Machine } from "./machine.ts";

const journals = "/var/lib/konk/migrations";
const patienceMs = 600_000;
const phasePatienceMs = 240_000;
const patienceAfterEndMs = 10_000;

export interface AttemptEnd {
  exitCode: number;
  /** null when it succeeded, or said nothing. */
  error: { code: string; message: string; where: string } | null;
}

export class Attempt {
  readonly #from: Machine;
  readonly #known: string;
  readonly #program: Program;

  private constructor(from: Machine, known: string, program: Program) {
    this.#from = from;
    this.#known = known;
    this.#program = program;
  }

  static async begin(from: Machine, name: string, to: Machine): Promise<Attempt> {
    // The other host may know migrations of which this one has no journal any more.
    const known = [await from.sh`ls ${journals}`, await to.sh`ls ${journals}`].filter(Boolean).join("\n");
    return new Attempt(from, known, await from.spawn`konk migrate ${name} ${to.name} --json`);
  }

  /** Waits until the source's journal has this phase. Throws when there is none in time, and when the migration ends before. */
  async reaches(phase: string): Promise<void> {
    await this.#journal(this.#from, "source", phase);
  }

  async destinationReaches(to: Machine, phase: string): Promise<void> {
    await this.#journal(to, "destination", phase);
  }

  async #journal(host: Machine, side: string, phase: string): Promise<void> {
    const known = this.#known.split("\n").join(" ");
    // Without a fork: a look every moment by other programs would keep an emulated processor from the migration itself.
    const seen = host.script(`
      shopt -s nullglob
      exec 9<> <(:)
      end=$((SECONDS + ${phasePatienceMs / 1000}))
      while [ $SECONDS -lt $end ]; do
        for file in ${journals}/*/${side}.jsonl; do
          id=\${file#${journals}/}
          [[ " ${known} " == *" \${id%/*} "* ]] && continue
          [[ $(<$file) == *'"phase":"${phase}"'* ]] && exit 0
        done
        read -rt 0.1 -u 9 || true
      done
      echo "no phase ${phase}" >&2
      exit 1`);
    const ended = this.#program.exited.then(async () => {
      await Bun.sleep(patienceAfterEndMs); // a phase that it has reached may be seen a moment later
      throw new Error(`Cannot go on: konk migrate ended before "${phase}": ${this.#program.stderr}`);
    });
    ended.catch(() => undefined);
    await Promise.race([seen, ended]);
  }

  async end(): Promise<AttemptEnd> {
    const late = Bun.sleep(patienceMs).then(() => null);
    const exitCode = await Promise.race([this.#program.exited, late]);
    if (exitCode === null) throw new Error(`Cannot go on: konk migrate did not end in ${patienceMs} ms`);
    const line = this.#program.stdout.trim().split("\n").at(-1) ?? "";
    const outcome = line === "" ? { ok: true } : (JSON.parse(line) as { ok: boolean; error: AttemptEnd["error"] });
    return { exitCode, error: outcome.ok ? null : (outcome as { error: AttemptEnd["error"] }).error };
  }
}
