/** Memory that follows a container which runs at its destination already, on other kernels and with the CRIU of Debian 13. */
import { expect } from "bun:test";
import { pace } from "../machines.ts";
import { assertWorkers, installNginx, nginx, wholeAnswers } from "../nginx.ts";
import { eventually, followed, migrate, story, tellsAll, webIp, wholeCount } from "../story.ts";

const tell: typeof story = tellsAll ? story : () => undefined;

tell(
  "32 MiB that are rewritten all the while follow their program and a web server, there and back, and are what they were",
  async ({ alpha, beta, both, lan, note }) => {
    await installNginx(both);
    const programs = `${nginx} & exec env ${pace} python3 /srv/workloads/writer.py 7000 32 100`;
    await alpha.sh`konk run --name web --ip ${webIp}/24 --tmpfs /tmp --detach -- sh -c ${programs}`;
    const counting = await lan.probe("probe.py", webIp, "7000");
    const browsing = await lan.probe("web.py", webIp, "80");
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      const report = await migrate(from, "web", to, "--mode", "post-copy");
      expect(report.memory.mode).toBe("post-copy");
      await assertWorkers(to);
      const pagers = async () => (await to.try`pgrep -f ${"^/?[a-z/]*konk monitor pager"}`).stdout.trim();
      await eventually("end of the pager", async () => (await pagers()) === "");
      note(followed(report));
    }
    await wholeCount(counting);
    note(`${await wholeAnswers(browsing)} answers on one connection`);
  },
  { minutes: 20 },
);
