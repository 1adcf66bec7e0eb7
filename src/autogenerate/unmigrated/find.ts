/** Finds objects that a revision drops or alters although no migration has created them. */
import { readFileSync } from "node:fs";
import { refKey } from "../../operations/keys.js";
import { partsOf, ruleOf } from "../../operations/rules.js";
import type { AlterColumn, Operation, SingleOperation } from "../../operations/types.js";
import type { Revision } from "../../revisions/revision.js";
import { canonicalType } from "../../schema/data-types.js";
import { displayName } from "../../schema/identifiers.js";
import { displayRef, keyOf } from "../../schema/object-ref.js";
import { type Recording, type RecordingInput, recordOperations } from "../conflicts/record.js";
import { touches } from "../conflicts/touches.js";
import { listed } from "../listed.js";
import { type ColumnFact, History, securedKey } from "./history.js";

export interface Unmigrated {
  /** A sentence for the file, at each of these operations. */
  readonly marks: ReadonlyMap<Operation, string>;
  readonly note?: string;
}

/** Reads the migrations only if necessary, and records only those that mention the objects. */
export async function findUnmigrated(
  operations: readonly Operation[],
  revisions: readonly Revision[],
  input: RecordingInput,
): Promise<Unmigrated> {
  const targets = targetsOf(operations);
  if (targets.length === 0) return { marks: new Map() };
  const history = await historyOf(targets, revisions, input);
  const found = targets
    .map((target) => ({ target, unmade: unmadeOf(target, history) }))
    .filter(({ unmade }) => unmade.length > 0);
  const marks = new Map(
    found.map(({ target: { operation }, unmade }) => [operation, mark(operation, unmade)]),
  );
  if (found.length === 0) return { marks };
  const all = listed(found.flatMap(({ unmade }) => unmade));
  const note = `This revision drops or alters objects that no migration of this project created: ${all}. A comment in the file marks each of them and says how to keep it.`;
  return { marks, note };
}

function mark({ kind }: Operation, unmade: readonly string[]): string {
  const isOwn = /^drop(?:Table|View|Enum|Sequence|Schema)$/.test(kind);
  const remedy = isOwn
    ? "declare it in the models, mark it with existing(), or exclude it with `tables` or `include` in the configuration"
    : "declare it in the models, or exclude it with `include` in the configuration";
  return `No migration of this project created ${listed(unmade)}. To keep it, ${remedy}.`;
}

async function historyOf(
  targets: readonly Target[],
  revisions: readonly Revision[],
  input: RecordingInput,
): Promise<History> {
  const texts = new Map(
    revisions.map((revision) => [revision, readFileSync(revision.path, "utf8")]),
  );
  // Because of renames, the name under which something was created is unknown.
  const isRelevant = (text: string): boolean =>
    /\bop\s*\.\s*(?:rename|set\w+Schema)/.test(text) ||
    targets.some(({ names }) => text.includes(names.at(-1) ?? ""));
  const relevant = revisions.filter((revision) => isRelevant(texts.get(revision) ?? ""));
  if (relevant.length === 0) return new History([], []);
  // A migration that cannot be loaded is judged by its text.
  const recordings = await recordOperations(relevant, input).catch((error: unknown) => {
    const problem = String(error);
    return new Map<Revision, Recording>(
      relevant.map((revision) => [revision, { operations: [], problem }]),
    );
  });
  const unrecorded = relevant.filter((revision) => recordings.get(revision)?.problem !== undefined);
  const sources = unrecorded.map((revision) => texts.get(revision) ?? "");
  return new History(recordings.values(), sources);
}

interface Target {
  readonly operation: Operation;
  readonly what: string;
  /** Its key, as `operations/keys` has it. */
  readonly object: string;
  /** Names that a migration that created it must contain. */
  readonly names: readonly string[];
}

/** Omits objects that are dropped and recreated. */
function targetsOf(operations: readonly Operation[]): readonly Target[] {
  const targets = operations.flatMap(partsOf).flatMap(targetOf);
  if (targets.length === 0) return [];
  const made = new Set(operations.flatMap((operation) => touches(operation).adds));
  return targets.filter(({ object }) => !made.has(object));
}

function targetOf(operation: SingleOperation): readonly Target[] {
  const subject = ruleOf(operation).subject(operation);
  if (typeof subject === "string" || subject.kind === "role") return [];
  if (operation.kind === "disableRowLevelSecurity") {
    const { table } = operation;
    const what = `row-level security of ${displayName(table)}`;
    return [{ operation, what, object: securedKey(table), names: [table.name, "security"] }];
  }
  if (!/^(?:drop|alter)/.test(operation.kind)) return [];
  const { kind, name } = subject;
  const owner = "table" in subject ? subject.table : undefined;
  const word = kind === "materializedView" ? "materialized view" : kind;
  return [
    {
      operation,
      what: owner
        ? `the ${word} ${name} of ${displayName(owner)}`
        : `the ${word} ${displayRef(subject)}`,
      object: refKey(subject),
      names: owner ? [owner.name, name] : [name],
    },
  ];
}

function unmadeOf({ operation, what, object, names }: Target, history: History): readonly string[] {
  // PostgreSQL chooses names that SQL omits, so these appear nowhere.
  const mayBeUnnamed = (table: string | undefined, statement: RegExp): boolean =>
    table !== undefined && history.mentions([table], statement);
  const unmade = history.has(object, names) ? [] : [what];
  switch (operation.kind) {
    case "alterColumn":
      if (unmade.length > 0 || history.mentions(names)) return unmade;
      return lostAttributes(operation, history.factsOf(object)).map((lost) => `${lost} of ${what}`);
    case "alterEnum": {
      const { enum: type, values, previous } = operation;
      if (unmade.length > 0) return unmade;
      return (previous?.values ?? [])
        .filter((value) => !values.includes(value))
        .filter(
          (name) => !history.has(keyOf({ kind: "enumValue", enum: type, name }), [type.name, name]),
        )
        .map((value) => `the value '${value}' of ${what}`);
    }
    case "dropConstraint":
      return mayBeUnnamed(operation.table.name, /\b(?:add|create\s+table)\b/i) ? [] : unmade;
    case "dropIndex": {
      const { table } = operation.previous ?? {};
      return mayBeUnnamed(table?.name, /\bindex\s+(?:concurrently\s+)?on\b/i) ? [] : unmade;
    }
    default:
      return unmade;
  }
}

function lostAttributes(
  { changes, previous }: AlterColumn,
  facts: readonly ColumnFact[],
): readonly string[] {
  const { collation, default: value, type } = previous ?? {};
  const given = (isIt: (fact: ColumnFact) => boolean): boolean => facts.some(isIt);
  const isCollated = (fact: ColumnFact): boolean =>
    typeof fact.collation === "string" || /\bcollate\b/i.test(fact.type?.sql ?? "");
  const hasDefault = (fact: ColumnFact): boolean =>
    typeof fact.default === "string" || fact.serial !== undefined;
  const lost: string[] = [];
  if (typeof collation === "string" && !given(isCollated)) lost.push(`COLLATE ${collation}`);
  if (changes.default !== undefined && typeof value === "string" && !given(hasDefault))
    lost.push(`the default ${value}`);
  if (changes.notNull === false && !given((fact) => fact.notNull === true)) lost.push("NOT NULL");
  if (changes.type !== undefined && type !== undefined && !given((fact) => isOf(fact, type.sql)))
    lost.push(`the type ${type.sql}`);
  return lost;
}

/** Returns true if only a server can tell. */
function isOf({ type }: ColumnFact, sql: string): boolean {
  if (type === undefined) return false;
  const said = canonicalType(type.sql);
  return said === undefined || said === (canonicalType(sql) ?? sql);
}
