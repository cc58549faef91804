import { expect, test } from "bun:test";
import { formatToken, parseToken, parseValidity } from "../../../src/core/invitation-token.ts";
import { joinStatement, parseTrustAnswer, parseTrustRequest } from "../../../src/core/join-messages.ts";

const token = {
  id: "0".repeat(32),
  secret: "5ec".padEnd(64, "7"),
  fingerprint: Array.from({ length: 32 }, () => "AB").join(":"),
  name: "alpha",
  endpoints: [
    { host: "10.77.0.11", port: 7440 },
    { host: "fd00::1", port: 7441 },
  ],
};

test("a token says the same after its way through a shell", () => {
  const text = formatToken(token);
  expect(text).toMatch(/^konk1\.[\w-]+$/);
  expect(parseToken(text)).toEqual(token);
});

test("a part of a token, another word, or a changed one is refused, and no error repeats a secret", () => {
  const text = formatToken(token);
  const forged = (changed: object) => formatToken({ ...token, ...changed });
  const wrong = [
    "",
    "konk1.",
    "konk2.abc",
    text.slice(0, 60),
    text.slice(6),
    `${text}~`,
    `konk1.${"A".repeat(5_000)}`,
    forged({ endpoints: [] }),
    forged({ secret: "short" }),
    forged({ id: "not hexadecimal" }),
    forged({ name: "../../etc/passwd" }),
    forged({ endpoints: Array.from({ length: 17 }, () => ({ host: "10.0.0.1", port: 1 })) }),
  ];
  for (const each of wrong) {
    expect(() => parseToken(each)).toThrow(/^Cannot use/);
    expect(() => parseToken(each)).not.toThrow(token.secret);
  }
});

test("a validity is a number with a unit, at most a day", () => {
  expect(["90s", "10m", "2h", "24h"].map(parseValidity)).toEqual([90_000, 600_000, 7_200_000, 86_400_000]);
  for (const text of ["", "10", "0m", "25h", "1d", "-1m", "1.5h"])
    expect(() => parseValidity(text)).toThrow("validity");
});

test("a proof says who makes it and binds both certificates: none of them can be left out unnoticed", () => {
  const facts = { invitation: "i", inviterFingerprint: "A", joinerFingerprint: "B", name: "beta" };
  const others = [
    joinStatement("inviter", facts),
    joinStatement("joiner", { ...facts, inviterFingerprint: "B", joinerFingerprint: "A" }),
    joinStatement("joiner", { ...facts, name: 'beta","' }),
    joinStatement("joiner", { ...facts, invitation: "j" }),
  ];
  expect(others).not.toContain(joinStatement("joiner", facts));
  expect(new Set(others).size).toBe(others.length);
});

test.each([
  "{}",
  '{"kind":"join"}',
  '{"kind":"leave"}',
  '{"kind":"join","invitation":"../x","name":"beta","proof":"00"}',
  `{"kind":"join","invitation":"${"0".repeat(32)}","name":"a/b","proof":"${"0".repeat(64)}"}`,
  `{"kind":"renew","certificate":"x","more":1}`,
  "[]",
  "nonsense",
])("what a stranger says is refused unless it has the one shape: %s", (line) => {
  expect(() => parseTrustRequest(line)).toThrow(/^Cannot (?:accept|read)/);
  expect(() => parseTrustAnswer(line)).toThrow(/^Cannot (?:accept|read)/);
});
