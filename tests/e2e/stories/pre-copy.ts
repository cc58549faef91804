/** Memory that is sent while the container runs on, on other kernels and with the CRIU of Debian 13, whose page server speaks another header. */
import { expect } from "bun:test";
import { pace } from "../machines.ts";
import { migrate, seconds, story, webIp, wholeCount } from "../story.ts";

story(
  "64 MiB that are rewritten all the while are sent ahead, there and back, and arrive as they were in the freeze",
  async ({ alpha, beta, lan, note }) => {
    await alpha.sh`konk run --name web --ip ${webIp}/24 --detach -- env ${pace} python3 /srv/workloads/writer.py 7000 64 500`;
    const client = await lan.probe("probe.py", webIp, "7000");
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      const { memory, downtimeMs } = await migrate(from, "web", to, "--mode", "pre-copy");
      const pages = memory.sentPages + memory.skippedPages;
      expect(memory.rounds[0]?.sentBytes).toBeGreaterThan(64 << 20);
      expect(memory.rounds.length).toBeGreaterThan(1);
      expect(memory.skippedPages).toBeGreaterThan(pages / 2);
      const share = ((100 * memory.sentPages) / pages).toFixed(1);
      note(`${memory.rounds.length} rounds, ${share} % of ${pages} pages in a freeze of ${seconds(downtimeMs)}`);
    }
    await wholeCount(client);
  },
  { minutes: 20 },
);
