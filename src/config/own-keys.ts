/** The keys of `gen.config.*`. */
import { defined } from "../defined.js";
import type { Hooks, RenderedType, Verdict } from "./hooks.js";
import { isPlainObject, type Keys } from "./keys.js";
import type { Config, PostWriteHook, ScratchPreparation, ScratchSettings } from "./types.js";

/** What each key holds. The hooks check what the author's function answers. */
const readers: { readonly [K in keyof Config]-?: (keys: Keys, key: string) => Config[K] } = {
  schema: schemaOf,
  migrations: (keys, key) => keys.strings(key),
  database: (keys, key) => keys.optionalString(key),
  versionTable: (keys, key) => keys.string(key),
  versionSchema: (keys, key) => keys.string(key),
  casing: (keys, key) => keys.oneOf(key, ["snake_case", "camelCase"]),
  schemas: (keys, key) => keys.strings(key),
  tables: (keys, key) => keys.strings(key),
  include: includeOf,
  prove: (keys, key) => keys.flagOr(key, ["transaction", "scratch", "pglite"]),
  scratch: scratchOf,
  renames: (keys, key) => keys.oneOf(key, ["ask", "off"]),
  comments: (keys, key) => keys.flag(key),
  compareType: (keys, key) => answering(keys, key, isVerdict, "true, false or undefined"),
  compareDefault: (keys, key) => answering(keys, key, isVerdict, "true, false or undefined"),
  processOperations: processOperationsOf,
  renderType: (keys, key) =>
    answering(keys, key, isRenderedType, "{ source, imports } or undefined"),
  recursiveVersionLocations: (keys, key) => keys.flag(key),
  fileTemplate: fileTemplateOf,
  truncateSlugLength: (keys, key) => keys.count(key),
  timezone: timezoneOf,
  postWriteHooks: (keys, key) => keys.objects(key)?.map(postWriteHookOf),
};

/** @throws GenError `config_invalid`, naming the key; so do the hooks, when called */
export function readOwnKeys(keys: Keys): Config {
  keys.rejectUnknown(Object.keys(readers));
  const entries = Object.entries(readers).map(([key, read]) => [key, read(keys, key)] as const);
  // Each reader has the type of its key.
  const config = Object.fromEntries(entries) as Partial<Config>;
  return { ...defined(config), schema: schemaOf(keys) };
}

function schemaOf(keys: Keys): Config["schema"] {
  const schema = keys.strings("schema");
  if (schema !== undefined) return schema;
  throw keys.invalid("does not say where the models are.", 'Add `schema: "./schema/*.ts"`.');
}

/** Whatever the author's function returns counts as true or false. */
function includeOf(keys: Keys): Config["include"] {
  const include = keys.callable("include");
  return include && ((object) => Boolean(include(object)));
}

function scratchOf(keys: Keys): ScratchSettings | undefined {
  const scratch = keys.object("scratch");
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
  const template = keys.string("fileTemplate");
  if (template?.includes("/") && keys.flag("recursiveVersionLocations") !== true) {
    throw keys.invalid(
      ": `fileTemplate` makes folders, in which no migration would be found.",
      "Add `recursiveVersionLocations: true`, or take the `/` out.",
    );
  }
  return template;
}

function timezoneOf(keys: Keys): string | undefined {
  const name = keys.string("timezone");
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
  const raw = keys.raw("command");
  const command = typeof raw === "string" ? keys.string("command") : keys.strings("command");
  if (command === undefined) throw keys.wrong("command", "a string or an array of strings");
  return { name: keys.string("name"), command, cwd: keys.string("cwd") };
}

/** A function of the author's whose answers are checked. */
function answering<T>(
  keys: Keys,
  key: string,
  isExpected: (answer: unknown) => answer is T,
  expected: string,
): ((argument: unknown) => T) | undefined {
  const hook = keys.callable(key);
  return (
    hook &&
    ((argument) => {
      const answer = hook(argument);
      if (isExpected(answer)) return answer;
      throw keys.answered(key, expected, answer);
    })
  );
}

function isVerdict(answer: unknown): answer is Verdict {
  return answer === undefined || typeof answer === "boolean";
}

function processOperationsOf(keys: Keys): Hooks["processOperations"] {
  const hook = keys.callable("processOperations");
  return (
    hook &&
    (async (operations) => {
      const answer: unknown = await hook(operations);
      if (isProcessed(answer)) return answer;
      const expected = "an array of operations, or of { message, operations }";
      throw keys.answered("processOperations", expected, answer);
    })
  );
}

type Processed = Awaited<ReturnType<NonNullable<Hooks["processOperations"]>>>;

/** What an operation holds besides its kind is the author's responsibility, as in a migration. */
function isProcessed(answer: unknown): answer is Processed {
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
