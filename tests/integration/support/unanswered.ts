/** The moment in which only the destination may run the container, and nobody has heard whether it does. */
import { Attempt, criuHeld, paused, planCriu } from "./attempt.ts";
import type { Scene } from "./scene.ts";

/** Brings a migration to where the destination says Held, and the source cannot get an answer to Resume. */
export async function unanswered(scene: Scene): Promise<{ attempt: Attempt; answer: Disposable }> {
  const restore = planCriu(scene.beta, { at: "post-resume", do: "hold" });
  const attempt = await Attempt.begin(scene, { mib: 16 });
  await criuHeld(scene.beta);
  const source = paused(scene.alpha, /^konk migrate/);
  restore[Symbol.dispose]();
  await attempt.destinationReaches("held");
  await Bun.sleep(1_000); // Held is on its way to a source that stands still: nothing shows that it was sent
  const answer = paused(scene.beta, /^konk server/);
  source[Symbol.dispose]();
  await attempt.sourceReaches("handing-over");
  return { attempt, answer };
}
