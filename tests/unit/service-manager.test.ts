import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/run.ts";
import { ServiceManager, socketAddress } from "../../src/service-manager.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-notify-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Prints what arrives at a datagram socket, one JSON string a line; python3 knows such sockets, node and Bun do not. */
const receiver = `
import json, socket, sys
name = sys.argv[1]
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind("\\0" + name[1:] if name[0] == "@" else name)
print(json.dumps("bound"), flush=True)
while True: print(json.dumps(server.recv(4096).decode()), flush=True)
`;

/** The next messages at `name`, while `act` works. */
async function received(name: string, count: number, act: () => void): Promise<string[]> {
  const child = Bun.spawn(["python3", "-c", receiver, name], { stdout: "pipe", stderr: "inherit" });
  try {
    const lines: string[] = [];
    let rest = "";
    const decoder = new TextDecoder();
    for await (const piece of child.stdout) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      if (lines.length === 0 && parts.length > 0) act();
      lines.push(...parts.map((line) => JSON.parse(line) as string));
      if (lines.length > count) break;
    }
    return lines.slice(1);
  } finally {
    child.kill();
    await child.exited;
  }
}

test.each([join(folder, "notify"), `@konk-test-${process.pid}`])(
  "READY=1, STATUS= and STOPPING=1 arrive at %s",
  async (name) => {
    const manager = ServiceManager.of({ NOTIFY_SOCKET: name });
    const messages = await received(name, 3, () => {
      manager.ready("listening");
      manager.status("listening"); // nothing new
      manager.status("a container\narrives");
      manager.stopping("stops");
    });
    expect(messages).toEqual(["READY=1\nSTATUS=listening", "STATUS=a container arrives", "STOPPING=1\nSTATUS=stops"]);
  },
);

test("WATCHDOG=1 comes again and again, from the event loop", async () => {
  const name = join(folder, "watchdog");
  const environment = { NOTIFY_SOCKET: name, WATCHDOG_USEC: "60000", WATCHDOG_PID: String(process.pid) };
  const manager = ServiceManager.of(environment);
  let beats: Disposable | undefined;
  const messages = await received(name, 3, () => {
    beats = manager.keepAlive();
  });
  beats?.[Symbol.dispose]();
  expect(messages.slice(0, 3)).toEqual(["WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]);
});

test("a watchdog that is meant for another process gets no sign of life", async () => {
  const name = join(folder, "other");
  const manager = ServiceManager.of({ NOTIFY_SOCKET: name, WATCHDOG_USEC: "1000", WATCHDOG_PID: "1" });
  let beats: Disposable | undefined;
  const messages = await received(name, 1, () => {
    beats = manager.keepAlive();
    setTimeout(() => {
      manager.status("end");
    }, 50);
  });
  beats?.[Symbol.dispose]();
  expect(messages).toEqual(["STATUS=end"]);
});

test("without a manager, or with one that is gone, telling it changes nothing", () => {
  for (const environment of [{}, { NOTIFY_SOCKET: join(folder, "gone") }, { NOTIFY_SOCKET: "vsock:2:1" }]) {
    const manager = ServiceManager.of(environment);
    manager.ready("listening");
    manager.status("x");
    manager.stopping("stops");
  }
  expect(ServiceManager.of({}).isThere).toBe(false);
});

test("what konk starts finds none of the manager's variables", async () => {
  const environment: Record<string, string | undefined> = {
    NOTIFY_SOCKET: "/x",
    WATCHDOG_USEC: "1",
    WATCHDOG_PID: "1",
  };
  ServiceManager.of(environment);
  expect(environment).toEqual({});
  process.env["NOTIFY_SOCKET"] = "/x";
  const { stdout } = await run(["env"]);
  delete process.env["NOTIFY_SOCKET"];
  expect(stdout).not.toContain("NOTIFY_SOCKET");
});

test("an address is a path or an abstract name of at most 107 bytes", () => {
  expect(Buffer.from(socketAddress("/a") ?? []).toString("hex")).toBe("01002f61");
  expect(Buffer.from(socketAddress("@a") ?? []).toString("hex")).toBe("01000061");
  for (const name of ["", "/", "a", "vsock:2", `/${"a".repeat(108)}`]) expect(socketAddress(name)).toBeNull();
});
