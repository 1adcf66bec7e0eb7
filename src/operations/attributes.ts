/** The SQL that sets, changes and resets attributes: one entry for each. */
import type { Attributes, PrivilegeChange } from "../schema/attributes.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  usualNotNullName,
} from "../schema/identifiers.js";
import { displayRef, type ObjectRef, refTo } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import { objectSql } from "./object-sql.js";
import { words } from "./statement.js";

/** The object that an attribute belongs to. Parts name the kind of their relation. */
export type AttributeOwner =
  | ObjectRef<"schema" | "enum">
  | AttributeRelation
  | { readonly kind: "column" | "index"; readonly on: AttributeRelation; readonly name: string };

type AttributeRelation = ObjectRef<"table" | "view" | "materializedView" | "sequence">;

/** For people: `schema.table.column`. */
export function ownerName(of: AttributeOwner): string {
  return "on" in of ? `${displayRef(of.on)}.${of.name}` : displayRef(of);
}

export function columnOf(table: QualifiedName, name: string): AttributeOwner {
  return { kind: "column", on: refTo("table", table), name };
}

/** An index of a table, or the one of a key with that name. */
export function indexOf(table: QualifiedName, name: string): AttributeOwner {
  return { kind: "index", on: refTo("table", table), name };
}

export type Setting = keyof Attributes;

export interface Attribute {
  readonly of: AttributeOwner;
  readonly setting: Setting;
  readonly value: Attributes[Setting];
  readonly type: string;
}

interface Spelling<V> {
  /** The beginning of its statements. Default: `ALTER TABLE …`. */
  readonly on?: (of: AttributeOwner) => string;
  readonly set: (value: V, of: AttributeOwner) => Clauses;
  /** Sets PostgreSQL's default. Absent for owners, privileges and tablespaces, which have none. */
  readonly reset?: (value: V, of: AttributeOwner, type: string) => Clauses | undefined;
  /** Runs first if there was another value. */
  readonly before?: (from: V, to: V, of: AttributeOwner) => Clauses;
}

/** The rest of one statement or of several. */
type Clauses = string | readonly string[];

/** In the order in which they are set. */
const spellings: { readonly [S in Setting]: Spelling<NonNullable<Attributes[S]>> } = {
  accessMethod: { set: (method) => `SET ACCESS METHOD ${quoteIdentifier(method)}` },
  unlogged: { set: () => "SET UNLOGGED", reset: () => "SET LOGGED" },
  tablespace: { set: (name) => `SET TABLESPACE ${quoteIdentifier(name)}` },
  storage: {
    set: (storage) => `SET STORAGE ${storage}`,
    reset: (_, _of, type) => usualStorage(type),
  },
  compression: {
    set: (method) => `SET COMPRESSION ${method}`,
    reset: () => "SET COMPRESSION default",
  },
  statistics: {
    set: (target) => `SET STATISTICS ${target}`,
    reset: () => "SET STATISTICS -1",
  },
  options: {
    set: (options) => {
      const pairs = Object.entries(options).map(
        ([name, value]) => `${optionName(name)} = ${quoteLiteral(value)}`,
      );
      return `SET (${pairs.sort().join(", ")})`;
    },
    reset: (options) => resetOptions(options),
    before: (from, to) => resetOptions(from, to),
  },
  keyStatistics: {
    set: (targets) => Object.entries(targets).map(keyTarget),
    reset: (targets) => resetTargets(targets),
    before: (from, to) => resetTargets(from, to),
  },
  default: { set: (expression) => `SET DEFAULT ${expression}`, reset: () => "DROP DEFAULT" },
  forceRowSecurity: {
    set: () => "FORCE ROW LEVEL SECURITY",
    reset: () => "NO FORCE ROW LEVEL SECURITY",
  },
  clustered: {
    on: (of) => alter(relationOf(of)),
    set: (_, of) => `CLUSTER ON ${quoteIdentifier(of.name)}`,
    reset: () => "SET WITHOUT CLUSTER",
  },
  replicaIdentity: {
    on: (of) => alter(relationOf(of)),
    set: (identity, of) =>
      identity === "index"
        ? `REPLICA IDENTITY USING INDEX ${quoteIdentifier(of.name)}`
        : `REPLICA IDENTITY ${identity.toUpperCase()}`,
    reset: () => "REPLICA IDENTITY DEFAULT",
  },
  owner: { set: (role) => `OWNER TO ${quoteIdentifier(role)}` },
  privileges: {
    on: () => "",
    set: (changes, of) => {
      const column = of.kind === "column" ? ` (${quoteIdentifier(of.name)})` : "";
      return changes.flatMap((change) => {
        const sql = privilegeStatement(change, granted(of), column);
        if (change.grantor === undefined) return sql;
        return [`SET ROLE ${quoteIdentifier(change.grantor)}`, sql, "RESET ROLE"];
      });
    },
  },
  defaultPrivileges: {
    on: () => "ALTER DEFAULT PRIVILEGES",
    set: (defaults, of) =>
      defaults.flatMap(({ role, on, grants }) =>
        grants.map(
          (grant) =>
            `FOR ROLE ${quoteIdentifier(role)} IN SCHEMA ${quoteIdentifier(of.name)} ${privilegeStatement(grant, on)}`,
        ),
      ),
  },
  publications: {
    on: () => "ALTER PUBLICATION",
    set: (names, of) =>
      names.map(
        (name) => `${quoteIdentifier(name)} ADD TABLES IN SCHEMA ${quoteIdentifier(of.name)}`,
      ),
  },
  comment: {
    on: (of) => `COMMENT ON ${objectOf(of)}`,
    set: (text) => `IS ${quoteLiteral(text)}`,
    reset: () => "IS NULL",
  },
  notNullName: {
    on: (of) => alter(relationOf(of)),
    set: (name, of) => renameNotNull(usualName(of), name),
    reset: (name, of) => renameNotNull(name, usualName(of)),
    before: (from, _, of) => renameNotNull(from, usualName(of)),
  },
};

const settings = Object.keys(spellings) as readonly Setting[];

export function attributeStatements(
  of: AttributeOwner,
  attributes: Attributes | undefined,
): readonly string[] {
  return attributesOf(of, attributes).flatMap((attribute) => alterAttribute(undefined, attribute));
}

export function attributesOf(
  of: AttributeOwner,
  attributes: Attributes = {},
  type = "",
): readonly Attribute[] {
  return settings.flatMap((setting) => {
    const value = attributes[setting];
    return value === undefined ? [] : [{ of, setting, value, type }];
  });
}

/** Equal for attributes of which an object can have only one: an index sets some for its table. */
export function attributeKey({ of, setting }: Attribute): string {
  const isOfTable = setting === "clustered" || setting === "replicaIdentity";
  return `${alter(isOfTable ? relationOf(of) : of)} ${setting}`;
}

/** Whether the attribute can be reset on every server. */
export function canReset(attribute: Attribute): boolean {
  return resetClauses(attribute) !== undefined;
}

/** The statements from one value to another; `undefined` means no value. */
export function alterAttribute(
  from: Attribute | undefined,
  to: Attribute | undefined,
): readonly string[] {
  if (to === undefined) return from === undefined ? [] : statement(from, resetClauses(from) ?? []);
  const { before, set } = spelling(to.setting);
  const first = from && before?.(from.value, to.value, to.of);
  return [first ?? [], set(to.value, to.of)].flatMap((clauses) => statement(to, clauses));
}

function statement({ of, setting }: Attribute, clauses: Clauses): readonly string[] {
  const start = (spelling(setting).on ?? alter)(of);
  return [clauses].flat().map((clause) => `${start} ${clause}`.trimStart());
}

function resetClauses({ of, setting, value, type }: Attribute): Clauses | undefined {
  return spelling(setting).reset?.(value, of, type);
}

/** The entry of a setting, which takes only the values of that setting. */
function spelling(setting: Setting): Spelling<unknown> {
  return spellings[setting] as Spelling<unknown>;
}

function alter(of: AttributeOwner): string {
  return of.kind === "column"
    ? `${alter(of.on)} ALTER COLUMN ${quoteIdentifier(of.name)}`
    : `ALTER ${objectOf(of)}`;
}

function objectOf(of: AttributeOwner): string {
  if (!("on" in of)) return objectSql(of);
  const { schema } = of.on;
  return of.kind === "column"
    ? `COLUMN ${quoteName(of.on)}.${quoteIdentifier(of.name)}`
    : `INDEX ${quoteName({ schema, name: of.name })}`;
}

function relationOf(of: AttributeOwner): AttributeOwner {
  return "on" in of ? of.on : of;
}

/** What follows ON in a GRANT, where a view counts as a table. */
function granted(of: AttributeOwner): string {
  if ("on" in of) return granted(of.on);
  const isRelation = of.kind !== "schema" && of.kind !== "enum" && of.kind !== "sequence";
  return objectSql(isRelation ? refTo("table", of) : of);
}

function privilegeStatement(
  { action, privileges, role, withGrantOption }: PrivilegeChange,
  on: string,
  column = "",
): string {
  return words(
    action === "grant" ? "GRANT" : "REVOKE",
    action === "revokeGrantOption" && "GRANT OPTION FOR",
    `${privileges.map((privilege) => `${privilege}${column}`).join(", ")} ON ${on}`,
    action === "grant" ? "TO" : "FROM",
    role === null ? "PUBLIC" : quoteIdentifier(role),
    withGrantOption && "WITH GRANT OPTION",
  );
}

function optionName(name: string): string {
  return name.startsWith("toast.")
    ? `toast.${quoteIdentifier(name.slice("toast.".length))}`
    : quoteIdentifier(name);
}

function resetOptions(from: object, to: object = {}): Clauses {
  const names = without(from, to).map(optionName);
  return names.length === 0 ? [] : `RESET (${names.sort().join(", ")})`;
}

function resetTargets(from: object, to: object = {}): Clauses {
  return without(from, to).map((number) => keyTarget([number, -1]));
}

function without(from: object, to: object): readonly string[] {
  return Object.keys(from).filter((key) => !(key in to));
}

function keyTarget([number, target]: readonly [string, number]): string {
  return `ALTER COLUMN ${number} SET STATISTICS ${target}`;
}

function usualName(of: AttributeOwner): string {
  return usualNotNullName(relationOf(of), of.name);
}

function renameNotNull(from: string, to: string): Clauses {
  return from === to ? [] : `RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
}

/** `typstorage` of common types: https://www.postgresql.org/docs/current/storage-toast.html */
function usualStorage(type: string): string | undefined {
  if (/^(?:numeric|inet|cidr)\b/.test(type) && !type.endsWith("]")) return "SET STORAGE MAIN";
  const isLong = /^(?:text|character|bytea|jsonb?|xml|tsvector|bit)\b|\]$/.test(type);
  return isLong ? "SET STORAGE EXTENDED" : undefined;
}
