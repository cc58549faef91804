/**
 * Routes and rules as the words that `ip route add` and `ip rule add` take. They are read from iproute2's text and not from
 * its JSON: the text is made to be fed back, and the JSON drops what the text has ("mtu lock 1400" becomes 1400).
 */
import { KonkError } from "../errors.ts";

export type Words = readonly string[];

/** What the kernel says of a route's momentary state; `ip route add` does not take it. */
const state = new Set(["linkdown", "dead", "offload", "trap", "rt_offload", "rt_trap", "offload_failed", "unresolved"]);

/** Printed as numbers, like everything that a file on one of the hosts may name differently; not taken as numbers. */
const types = [
  "",
  "unicast",
  "local",
  "broadcast",
  "anycast",
  "multicast",
  "blackhole",
  "unreachable",
  "prohibit",
  "throw",
];

const numeric = { tableLocal: "255", tableMain: "254", protocolKernel: "2" };

/**
 * `ip -o -N -d [-4|-6] route show table all` as commands in an order that can be added: what a gateway must be reached
 * through comes first. Routes that the kernel makes from addresses are left out.
 */
export function parseRoutes(text: string, family: 4 | 6): Words[] {
  const routes = text
    .split("\n")
    .map((line) => line.split(/[\s\\]+/).filter((word) => word !== "" && !state.has(word)))
    .filter((words) => words.length > 0 && !madeByKernel(words))
    .map(([type = "", ...words]) => [
      typeName(type),
      ...words.map((word, at) => routeWord(word, words[at - 1], family)),
    ]);
  const direct = routes.filter((words) => !words.includes("via"));
  return [...direct, ...routes.filter((words) => words.includes("via"))];
}

function madeByKernel(words: Words): boolean {
  const table = wordAfter(words, "table") ?? numeric.tableMain;
  return (
    wordAfter(words, "proto") === numeric.protocolKernel && [numeric.tableLocal, numeric.tableMain].includes(table)
  );
}

export function wordAfter(words: Words, key: string): string | undefined {
  const at = words.indexOf(key);
  return at < 0 ? undefined : words[at + 1];
}

function typeName(type: string): string {
  const name = types[Number(type)];
  if (name === undefined || name === "") throw new KonkError("E_REFUSED", `Cannot move a route of type "${type}"`);
  return name;
}

function routeWord(word: string, before: string | undefined, family: 4 | 6): string {
  if (word === "nhid" || word === "encap") {
    throw new KonkError("E_REFUSED", `Cannot move a route with "${word}"`, { hint: "Replace it by a plain route" });
  }
  if (before === "expires") return word.replace(/sec$/, "");
  return word === "default" ? everything(family) : word;
}

/** "default" and "all" do not tell the family; the prefix does, so one batch serves both. */
function everything(family: 4 | 6): string {
  return family === 4 ? "0.0.0.0/0" : "::/0";
}

const builtIn = new Set(["0 from all lookup 255", "32766 from all lookup 254", "32767 from all lookup 253"]);

/** `ip -o -N [-4|-6] rule show` as commands, without the three rules that every namespace has. */
export function parseRules(text: string, family: 4 | 6): Words[] {
  const rules: Words[] = [];
  for (const line of text.split("\n")) {
    const [priority = "", ...words] = line
      .replace(":", " ")
      .split(/\s+/)
      .filter((word) => word !== "");
    const plain = words.filter((word) => word !== "[detached]" && word !== "[unresolved]");
    if (priority === "" || builtIn.has([priority, ...withoutProtocol(plain)].join(" "))) continue;
    if (plain.some((word) => word.startsWith("["))) throw new KonkError("E_REFUSED", `Cannot move the rule "${line}"`);
    rules.push(["priority", priority, ...plain.map((word, at) => ruleWord(word, plain[at - 1], family))]);
  }
  return rules;
}

function withoutProtocol(words: Words): Words {
  const at = words.indexOf("proto");
  return at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
}

function ruleWord(word: string, before: string | undefined, family: 4 | 6): string {
  if (word === "all" && before === "from") return everything(family);
  return before === "ipproto" ? word.replace("ipproto-", "") : word; // how -N prints a number there
}

/** `ip rule add` does not look at the prefix to learn the family. */
export function isIpv6Rule(words: Words): boolean {
  return wordAfter(words, "from")?.includes(":") ?? false;
}

/** Words that came from another host, as a line for `ip -batch`. @throws E_PROTOCOL when they are more than words */
export function batchLine(...words: Words): string {
  const odd = words.find((word) => !/^[\w.:/,@+%-]+$/.test(word));
  if (odd !== undefined)
    throw new KonkError("E_PROTOCOL", `Cannot use "${odd}" in a network command: wanted a plain word`);
  return words.join(" ");
}
