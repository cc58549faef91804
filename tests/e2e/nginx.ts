/** A real web server for the stories: a master that is root, two workers that are not, and a client's one connection to it. */
import { expect } from "bun:test";
import type { Program } from "../hosts/program.ts";
import type { Machine } from "./machine.ts";

const file = "/srv/nginx/nginx.conf";

const settings = `user www-data; worker_processes 2; daemon off; error_log stderr; pid /tmp/nginx.pid;
  events { worker_connections 64; }
  http { access_log off; client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi; keepalive_requests 1000000;
    server { listen 80; location / { return 200 "still here"; } } }`;

/** For a container with a tmpfs at /tmp. */
export const nginx = `nginx -e stderr -c ${file}`;

export async function installNginx(hosts: readonly Machine[]): Promise<void> {
  for (const host of hosts) await host.script(`mkdir -p /srv/nginx && cat >${file} <<'END'\n${settings}\nEND`);
}

/** Its processes are there, each as who it was. */
export async function assertWorkers(host: Machine): Promise<void> {
  const users = await host.sh`ps -C nginx -o user= | sort | uniq -c`;
  expect(users.replaceAll(/\s+/g, " ")).toBe("1 root 2 www-data");
}

/** Ends a client (web.py): every answer was the right one, on one connection. Returns how many there were. */
export async function wholeAnswers(client: Program): Promise<number> {
  const seen = (await client.finish("SIGTERM", 120_000)) as { answers: number; wrong: number; error: string | null };
  expect(seen).toMatchObject({ wrong: 0, error: null });
  return seen.answers;
}
