/** What moves, and that its clients do not notice: under load, with much memory, with many processes, as other users than root. */
import { expect } from "bun:test";
import { pace } from "../machines.ts";
import { assertWorkers, installNginx, nginx, wholeAnswers } from "../nginx.ts";
import { migrate, type Story, seconds, story, webIp, wholeCount } from "../story.ts";

async function start({ alpha }: Story, ...rest: readonly string[]): Promise<void> {
  await alpha.run(`konk run --name web --ip ${webIp}/24 --detach ${rest.join(" ")}`).then(({ exitCode, stderr }) => {
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
}

story("a TCP server under load goes there and back, every byte in order", async (told) => {
  const { alpha, beta, lan, note } = told;
  await start(told, "-- python3 /srv/workloads/stream.py 7000");
  const client = await lan.probe("stream.py", webIp, "7000", "busy");
  const idle = await lan.probe("stream.py", webIp, "7000", "idle");
  const there = await migrate(alpha, "web", beta);
  const back = await migrate(beta, "web", alpha);
  for (const each of [client, idle]) {
    expect(await each.finish("SIGTERM", 120_000)).toMatchObject({ hashOk: true, error: null });
  }
  note(`${(there.sentBytes / 2 ** 20).toFixed(0)} MiB and ${(back.sentBytes / 2 ** 20).toFixed(0)} MiB sent`);
});

story(
  "512 MiB that are written all the time move in one freeze",
  async (told) => {
    const { alpha, beta, lan, note } = told;
    await start(told, `-- env ${pace} python3 /srv/workloads/writer.py 7000 512`);
    const client = await lan.probe("probe.py", webIp, "7000");
    const { sentBytes, totalMs } = await migrate(alpha, "web", beta, "--mode", "stop-copy");
    expect(sentBytes).toBeGreaterThan(512 << 20);
    const { tcp } = await wholeCount(client);
    note(`${(sentBytes / 2 ** 20).toFixed(0)} MiB in ${seconds(totalMs)}, ${tcp.messages} messages`);
  },
  { minutes: 20 },
);

story("threads, children, pipes, shared memory and timers come along", async (told) => {
  const { alpha, beta, lan, note } = told;
  await start(told, "--tmpfs /tmp -- python3 /srv/workloads/family.py 7000");
  const client = await lan.probe("family.py", webIp, "7000");
  await migrate(alpha, "web", beta);
  await Bun.sleep(5_000); // the family looks for timers that stand still once a second
  const seen = (await client.finish("SIGTERM", 120_000)) as {
    before: { members: number };
    after: { members: number; errors: string[]; stopped: string[] };
    beacons: Record<string, { lost: number; repeated: number; messages: number }>;
    error: string | null;
  };
  expect(seen.error).toBeNull();
  expect(seen.after).toMatchObject({ members: seen.before.members, errors: [], stopped: [] });
  for (const beacon of Object.values(seen.beacons)) expect(beacon).toMatchObject({ lost: 0, repeated: 0 });
  note(`${seen.after.members} members`);
});

story("processes that are not root move: --user", async (told) => {
  const { alpha, beta, lan } = told;
  await start(told, `--user 1000:1000 -- env ${pace} python3 /srv/workloads/counter.py 7000 4`);
  const client = await lan.probe("probe.py", webIp, "7000");
  await migrate(alpha, "web", beta);
  const uids =
    await beta.sh`ps -o uid= -g $(cat /sys/fs/cgroup/konk.slice/*web*/tree/cgroup.procs /sys/fs/cgroup/konk.slice/*web*/*/tree/cgroup.procs 2>/dev/null | head -n 1)`;
  expect(uids.trim()).toBe("1000");
  await wholeCount(client);
});

story("nginx moves, its master root and its workers www-data", async (told) => {
  const { alpha, beta, both, lan, note } = told;
  await installNginx(both);
  await start(told, `--tmpfs /tmp -- ${nginx}`);
  const client = await lan.probe("web.py", webIp, "80");
  await migrate(alpha, "web", beta);
  await assertWorkers(beta);
  note(`${await wholeAnswers(client)} answers on one connection`);
});
