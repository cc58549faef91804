/**
 * A container that runs here while part of its memory is on its way. Its pager fills it (container/pager.ts), and the monitor
 * that keeps the pager starts another when that one dies; here it is seen when both do.
 */
import { existsSync } from "node:fs";
import type { Container } from "../container/container.ts";
import { endDescriptorHolder } from "../container/descriptor-holder.ts";
import { pagerAnswers, pagerEnds } from "./pager-link.ts";

/** How long a keeper that lives may take to start another pager. Milliseconds. */
const successorMs = 60_000;
const lookEveryMs = 50;

/** Whether part of its memory is still to come. */
export function follows({ paths }: Container): boolean {
  return existsSync(paths.pagerSocket);
}

/**
 * Resolves when nothing is lacking any more, or when nobody is left who could fill it: "torn". DANGER: what lacks memory that
 * nobody holds open reads zeros. So it stands still from the moment in which its pager dies until there is another one.
 */
export async function untilFilled(container: Container): Promise<"filled" | "torn"> {
  const { cgroup, paths } = container;
  const freeze = (word: "1" | "0") => {
    cgroup.writeIfThere("cgroup.freeze", word);
  };
  // A server that died while it waited for a pager left it standing still.
  if (!follows(container) || (await pagerAnswers(paths.pagerSocket))) freeze("0");
  for (;;) {
    await pagerEnds(paths.pagerSocket);
    if (!follows(container)) {
      endDescriptorHolder(paths); // pager and monitor may have died in the very moment
      return "filled";
    }
    freeze("1");
    if (!(await succeeded(container)) && follows(container)) return "torn";
    freeze("0"); // also when the other one has filled it already
  }
}

/** Whether somebody fills what it lacks. DANGER: when nobody does nobody holds it open any more, and it would read zeros. */
export async function isFed(container: Container): Promise<boolean> {
  return !follows(container) || (await pagerAnswers(container.paths.pagerSocket));
}

/** The same, and time for a keeper to start another pager. */
export async function willBeFed(container: Container): Promise<boolean> {
  return (await isFed(container)) || (await succeeded(container)) || !follows(container);
}

async function succeeded(container: Container): Promise<boolean> {
  const { paths } = container;
  const deadline = performance.now() + successorMs;
  while (performance.now() < deadline && existsSync(paths.pagerSocket) && container.hasMonitor()) {
    if (await pagerAnswers(paths.pagerSocket)) return true;
    await Bun.sleep(lookEveryMs);
  }
  return false;
}
