/** The keys of `gen.config.*`. */
import { defined } from "../defined.js";
import type { Extension } from "../schema/types.js";
import type { Hooks, ProcessedOperations, RenderedType, Verdict } from "./hooks.js";
import {
  callable,
  count,
  flag,
  flagOr,
  isPlainObject,
  type Keys,
  object,
  objects,
  oneOf,
  optionalString,
  type Reader,
  string,
  strings,
} from "./keys.js";
import type { Config, PostWriteHook, ScratchPreparation, ScratchSettings } from "./types.js";

/** A configuration whose extensions all have the same form. */
export interface OwnConfig extends Config {
  readonly extensions?: readonly Extension[];
}

/** What each key holds. The hooks check what the author's function answers. */
const readers: { readonly [K in keyof OwnConfig]-?: Reader<OwnConfig[K]> } = {
  schema: schemaOf,
  migrations: strings,
  database: optionalString,
  versionTable: string,
  versionSchema: string,
  casing: oneOf("snake_case", "camelCase"),
  schemas: strings,
  extensions: extensionsOf,
  tables: strings,
  include: includeOf,
  prove: flagOr("transaction", "scratch", "pglite"),
  scratch: scratchOf,
  renames: oneOf("ask", "off"),
  comments: flag,
  compareType: answering("true, false or undefined", isVerdict),
  compareDefault: answering("true, false or undefined", isVerdict),
  processOperations: processOperationsOf,
  renderType: answering("{ source, imports } or undefined", isRenderedType),
  recursiveVersionLocations: flag,
  fileTemplate: fileTemplateOf,
  truncateSlugLength: count,
  timezone: timezoneOf,
  postWriteHooks: (keys, key) => objects(keys, key)?.map(postWriteHookOf),
};

/** @throws GenError `config_invalid`, naming the key; so do the hooks, when called */
export function readOwnKeys(keys: Keys): OwnConfig {
  keys.rejectUnknown(Object.keys(readers));
  const entries = Object.entries(readers).map(([key, read]) => [key, read(keys, key)] as const);
  // Each reader has the type of its key.
  return defined(Object.fromEntries(entries)) as unknown as OwnConfig;
}

function schemaOf(keys: Keys, key: string): Config["schema"] {
  const schema = strings(keys, key);
  if (schema !== undefined) return schema;
  throw keys.invalid("does not say where the models are.", 'Add `schema: "./schema/*.ts"`.');
}

function extensionsOf(keys: Keys): readonly Extension[] | undefined {
  const raw = keys.raw("extensions");
  const wrong = (): Error => keys.wrong("extensions", "an array of names, or of { name, schema }");
  if (raw === undefined) return undefined;
  if (!Array.isArray(raw)) throw wrong();
  return raw.map((item: unknown, index) => {
    if (typeof item === "string" && item !== "") return { name: item };
    if (!isPlainObject(item)) throw wrong();
    const extension = keys.within(item, `extensions[${index}]`);
    extension.rejectUnknown(["name", "schema"]);
    const name = string(extension, "name");
    if (name === undefined) throw extension.wrong("name", "a string");
    return { name, ...defined({ schema: string(extension, "schema") }) };
  });
}

function includeOf(keys: Keys, key: string): Config["include"] {
  const include = callable(keys, key);
  return include && ((candidate) => Boolean(include(candidate)));
}

function scratchOf(keys: Keys, key: string): ScratchSettings | undefined {
  const scratch = object(keys, key);
  scratch?.rejectUnknown(["before"]);
  const before = scratch?.raw("before");
  if (scratch === undefined || before === undefined) return scratch && {};
  if (typeof before === "string" || isPreparation(before)) return { before };
  throw scratch.wrong("before", "SQL or a function");
}

function isPreparation(value: unknown): value is ScratchPreparation {
  return typeof value === "function";
}

function fileTemplateOf(keys: Keys): string | undefined {
  const template = string(keys, "fileTemplate");
  if (template?.includes("/") && flag(keys, "recursiveVersionLocations") !== true) {
    throw keys.invalid(
      ": `fileTemplate` creates folders, where migrations are not found.",
      "Add `recursiveVersionLocations: true`, or remove the `/`.",
    );
  }
  return template;
}

function timezoneOf(keys: Keys): string | undefined {
  const name = string(keys, "timezone");
  if (name === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw keys.invalid(
      `: there is no time zone ${JSON.stringify(name)}.`,
      "`timezone` is an IANA name, such as `UTC` or `Europe/Berlin`.",
    );
  }
}

function postWriteHookOf(keys: Keys): PostWriteHook {
  keys.rejectUnknown(["name", "command", "cwd"] satisfies readonly (keyof PostWriteHook)[]);
  const isLine = typeof keys.raw("command") === "string";
  const command = isLine ? string(keys, "command") : strings(keys, "command");
  if (command === undefined) throw keys.wrong("command", "a string or an array of strings");
  return { name: string(keys, "name"), command, cwd: string(keys, "cwd") };
}

/** A hook whose results are checked. */
function answering<T>(
  expected: string,
  isExpected: (answer: unknown) => answer is T,
): Reader<(argument: unknown) => T> {
  return (keys, key) => {
    const hook = callable(keys, key);
    if (hook === undefined) return undefined;
    return (argument) => {
      const answer = hook(argument);
      if (isExpected(answer)) return answer;
      throw keys.answered(key, expected, answer);
    };
  };
}

function isVerdict(answer: unknown): answer is Verdict {
  return answer === undefined || typeof answer === "boolean";
}

function processOperationsOf(keys: Keys, key: string): Hooks["processOperations"] {
  const hook = callable(keys, key);
  if (hook === undefined) return undefined;
  return async (operations) => {
    const answer: unknown = await hook(operations);
    if (isProcessed(answer)) return answer;
    throw keys.answered(key, "an array of operations, or of { message, operations }", answer);
  };
}

/** Only the kind of an operation is checked; the rest is the author's responsibility. */
function isProcessed(answer: unknown): answer is ProcessedOperations {
  if (!Array.isArray(answer)) return false;
  return answer.every(isOperation) || answer.every(isPart);
}

function isOperation(value: unknown): boolean {
  return isPlainObject(value) && typeof value["kind"] === "string";
}

function isPart(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { message, operations, downgrade = [] } = value;
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every(isOperation);
  return typeof message === "string" && isList(operations) && isList(downgrade);
}

function isRenderedType(answer: unknown): answer is RenderedType | undefined {
  if (answer === undefined) return true;
  if (!isPlainObject(answer) || typeof answer["source"] !== "string") return false;
  const { imports = {} } = answer;
  const isName = (name: unknown): boolean => typeof name === "string";
  return isPlainObject(imports) && Object.values(imports).flat().every(isName);
}
