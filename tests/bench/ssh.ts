/** What has to be there before a script on alpha can reach beta over ssh: a server, and keys that both ends know. */
import type { Lab } from "../hosts/lab.ts";

const userKey = "/root/.ssh/id_ed25519";
const hostKey = "/etc/ssh/bench_host_key";

/** Starts sshd on beta, for the management network and for alpha's key only. It ends with the lab. */
export async function startSsh({ alpha, beta }: Lab): Promise<void> {
  alpha.writeFile("/root/.ssh/known_hosts", "");
  const makeKey = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f"];
  await Promise.all([alpha.check([...makeKey, userKey]), beta.check([...makeKey, hostKey])]);
  beta.writeFile("/root/.ssh/authorized_keys", alpha.readFile(`${userKey}.pub`), 0o600);
  alpha.writeFile("/root/.ssh/known_hosts", `${beta.name} ${beta.readFile(`${hostKey}.pub`)}`);
  await beta.check(["mkdir", "-p", "/run/sshd"]);
  const options = [`HostKey=${hostKey}`, `ListenAddress=${beta.address}`, "AuthenticationMethods=publickey"];
  const sshd = await beta.spawn(["/usr/sbin/sshd", "-D", "-e", ...options.flatMap((option) => ["-o", option])]);
  await sshd.waitForOutput("Server listening");
  await alpha.check(["ssh", beta.name, "true"]);
}
