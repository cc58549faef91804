import { expect, test } from "bun:test";
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { KonkError } from "../../../src/errors.ts";
import { fromServiceError, toStatus } from "../../../src/rpc/error-mapping.ts";

function serviceError(code: status, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}

test("the destination's reason reaches the source whole", () => {
  const error = new KonkError("E_RESTORE", "Cannot restore", { hint: "Install it", lines: ["Error (criu): no file"] });
  const { code, details, metadata } = toStatus(error, "beta");
  const arrived = fromServiceError(serviceError(code, details, metadata), "10.0.0.2");
  const { message, hint, lines, host } = arrived;
  expect({ code: arrived.code, message, hint, lines, host }).toEqual({
    code: "E_RESTORE",
    message: "Cannot restore",
    hint: "Install it",
    lines: ["Error (criu): no file"],
    host: "beta",
  });
});

test("an error with a long log still fits the metadata", () => {
  const error = new KonkError("E_RESTORE", "x".repeat(5000), {
    lines: Array.from({ length: 500 }, () => "y".repeat(5000)),
  });
  const [carried] = toStatus(error, "beta").metadata.get("konk-error-bin");
  expect((carried as Buffer).length).toBeLessThan(48 * 1024);
});

test("a host that does not answer and a certificate that does not fit are told apart", () => {
  const refused = fromServiceError(serviceError(status.UNAVAILABLE, "connect ECONNREFUSED 10.0.0.2:7440"), "beta");
  const foreign = fromServiceError(serviceError(status.UNAVAILABLE, "unable to verify the first certificate"), "beta");
  const words = "Client network socket disconnected before secure TLS connection was established";
  const early = fromServiceError(serviceError(status.UNAVAILABLE, words), "beta");
  expect([refused.code, foreign.code, early.code]).toEqual(["E_UNREACHABLE", "E_TLS", "E_UNREACHABLE"]);
});

test("a peer cannot invent an error code", () => {
  const { metadata } = toStatus(new KonkError("E_RESTORE", "m"), "beta");
  const [carried] = metadata.get("konk-error-bin");
  const forged = Buffer.from((carried as Buffer).toString("latin1").replace("E_RESTORE", "E_RESTOR!"), "latin1");
  const changed = new Metadata();
  changed.set("konk-error-bin", forged);
  expect(fromServiceError(serviceError(status.INTERNAL, "x", changed), "beta").code).toBe("E_PROTOCOL");
});
