/**
 * Reading JSON that a peer sent: every value is checked for type, length and count before anybody looks at it. Throws
 * E_PROTOCOL that names the field.
 */
import { KonkError, messageOf } from "../errors.ts";
import { quote } from "./spec-parsing.ts";

export function refuse(field: string, found: string, wanted: string): KonkError {
  return new KonkError("E_PROTOCOL", `Cannot accept "${field}" from the other host: found ${found}, wanted ${wanted}`);
}

/** The fields of an object. Every access says what it wants, and `end` refuses what nobody asked for. */
export class Fields {
  readonly #path: string;
  readonly #values: Map<string, unknown>;

  constructor(path: string, value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw refuse(path, kindOf(value), "an object");
    this.#path = path;
    this.#values = new Map<string, unknown>(Object.entries(value));
  }

  /** Reads one field by `read`, or throws when it is not there. */
  take<T>(name: string, read: (field: string, value: unknown) => T): T {
    const field = `${this.#path}.${name}`;
    if (!this.#values.has(name)) throw refuse(field, "nothing", "a value");
    const value = this.#values.get(name);
    this.#values.delete(name);
    return read(field, value);
  }

  end(): void {
    const [extra] = this.#values.keys();
    if (extra !== undefined) throw refuse(this.#path, `a field ${quote(extra)}`, "only known ones");
  }
}

/** Parses a document of at most `longest` characters into one object. */
export function parseDocument<T>(name: string, text: string, longest: number, read: (fields: Fields) => T): T {
  if (text.length > longest) throw refuse(name, `${text.length} characters`, `at most ${longest}`);
  const fields = new Fields(name, parseJson(name, text));
  const result = read(fields);
  fields.end();
  return result;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new KonkError("E_PROTOCOL", `Cannot read "${name}" from the other host: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

type Reader<T> = (field: string, value: unknown) => T;

export function readString(longest: number, pattern?: RegExp): Reader<string> {
  return (field, value) => {
    if (typeof value !== "string") throw refuse(field, kindOf(value), "a string");
    if (value.length > longest) throw refuse(field, `${value.length} characters`, `at most ${longest}`);
    if (pattern !== undefined && !pattern.test(value))
      throw refuse(field, quote(value), `a match of ${pattern.source}`);
    return value;
  };
}

export function readInteger(smallest: number, largest: number): Reader<number> {
  return (field, value) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= smallest && value <= largest) return value;
    throw refuse(
      field,
      typeof value === "number" ? String(value) : kindOf(value),
      `a number from ${smallest} to ${largest}`,
    );
  };
}

export const readBoolean: Reader<boolean> = (field, value) => {
  if (typeof value !== "boolean") throw refuse(field, kindOf(value), "true or false");
  return value;
};

export function readNullable<T>(read: Reader<T>): Reader<T | null> {
  return (field, value) => (value === null ? null : read(field, value));
}

export function readList<T>(longest: number, read: Reader<T>): Reader<T[]> {
  return (field, value) => {
    if (!Array.isArray(value)) throw refuse(field, kindOf(value), "a list");
    if (value.length > longest) throw refuse(field, `${value.length} entries`, `at most ${longest}`);
    return value.map((entry, index) => read(`${field}[${index}]`, entry));
  };
}

export function readRecord(longest: number, key: RegExp, read: Reader<string>): Reader<Record<string, string>> {
  return (field, value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw refuse(field, kindOf(value), "an object");
    const entries = Object.entries(value);
    if (entries.length > longest) throw refuse(field, `${entries.length} entries`, `at most ${longest}`);
    const bad = entries.find(([name]) => !key.test(name));
    if (bad !== undefined) throw refuse(field, `a key ${quote(bad[0])}`, `a match of ${key.source}`);
    return Object.fromEntries(entries.map(([name, entry]) => [name, read(`${field}.${name}`, entry)]));
  };
}

export function readObject<T>(read: (fields: Fields) => T): Reader<T> {
  return (field, value) => {
    const fields = new Fields(field, value);
    const result = read(fields);
    fields.end();
    return result;
  };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
