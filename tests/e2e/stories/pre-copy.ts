/** Memory that is sent while the container runs on, or follows it, on other kernels and with the CRIU of Debian 13, whose page server speaks another header. */
import { expect } from "bun:test";
import type { Machine } from "../machine.ts";
import { pace } from "../machines.ts";
import { assertOneCopy, eventually, followed, migrate, seconds, story, webIp, wholeCount } from "../story.ts";

story(
  "64 MiB that are rewritten all the while go there by pre-copy and come back by post-copy, and are what they were in the freeze",
  async ({ alpha, beta, lan, note }) => {
    // Two processes: one in 256 has its stack where CRIU takes all of its memory for it, and then nothing of it would follow.
    const programs = `sleep 86400 & exec env ${pace} python3 /srv/workloads/writer.py 7000 64 500`;
    await alpha.sh`konk run --name web --ip ${webIp}/24 --detach -- sh -c ${programs}`;
    const client = await lan.probe("probe.py", webIp, "7000");
    const { memory, downtimeMs } = await migrate(alpha, "web", beta, "--mode", "pre-copy");
    const pages = memory.sentPages + memory.skippedPages;
    expect(memory.rounds[0]?.sentBytes).toBeGreaterThan(64 << 20);
    expect(memory.rounds.length).toBeGreaterThan(1);
    expect(memory.skippedPages).toBeGreaterThan(pages / 2);
    const share = ((100 * memory.sentPages) / pages).toFixed(1);
    note(`${memory.rounds.length} rounds, ${share} % of ${pages} pages in a freeze of ${seconds(downtimeMs)}`);

    const back = await migrate(beta, "web", alpha, "--mode", "post-copy");
    expect(back.memory.mode).toBe("post-copy");
    // Unless CRIU takes a process's memory for its stack, see above, the freeze is as light as with any other amount of memory.
    const { sentPages = 0, skippedPages = 0 } = back.memory.followed ?? {};
    if (sentPages + skippedPages > pages / 2) expect(back.sentBytes).toBeLessThan(2 << 20);
    note(`${(back.sentBytes / 1024).toFixed(0)} KiB in the freeze, ${followed(back)}`);
    await wholeCount(client);
  },
  { minutes: 20 },
);

/** What limits the container's processor time, "max 100000"; empty when nothing ever did. */
async function cpuMax(host: Machine): Promise<string> {
  return (await host.try`cat /sys/fs/cgroup/konk.slice/konk-web.scope/container/cpu.max`).stdout.trim();
}

story(
  "a container that writes faster than can be sent is held back if that is allowed, and nothing keeps it so",
  async ({ alpha, beta, lan, note }) => {
    await alpha.sh`konk run --name web --ip ${webIp}/24 --detach -- env ${pace} python3 /srv/workloads/writer.py 7000 32 4000`;
    const client = await lan.probe("probe.py", webIp, "7000");
    const killed = await alpha.spawn`konk migrate web ${beta.name} --mode pre-copy --throttle`;
    await eventually("limit", async () => /^\d/.test(await cpuMax(alpha)));
    await alpha.sh`pkill -KILL -f ${"^/?[a-z/]*konk migrate web"}`;
    await killed.exited;
    await eventually("end of the limit", async () => (await cpuMax(alpha)).startsWith("max"));
    await assertOneCopy("web", alpha, beta);

    const { memory } = await migrate(alpha, "web", beta, "--mode", "pre-copy", "--throttle");
    const pages = (memory.rounds[1]?.sentBytes ?? 0) / 4096; // written in the time of a round, when nothing held it back
    const share = memory.rounds.at(-1)?.cpuShare;
    expect(share).toBeLessThan(1);
    expect(memory.sentPages).toBeLessThan(pages / 2);
    expect(await cpuMax(beta)).not.toMatch(/^\d/);
    note(`${pages} pages a round, ${memory.sentPages} in the freeze with ${share} of its processor`);
    await wholeCount(client);
  },
  { minutes: 20 },
);
