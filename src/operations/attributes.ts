/** How attributes are set, changed and set back: one entry for each. */
import {
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  usualNotNullName,
} from "../schema/identifiers.js";
import type { Attributes, PrivilegeChange } from "../schema/attributes.js";
import { displayRef, type ObjectRef, refTo } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";

/** A relation that has attributes, or parts with attributes. */
export type AttributeRelation = ObjectRef<"table" | "view" | "materializedView" | "sequence">;

/** The object that an attribute belongs to; its parts are spelled with the relation's kind. */
export type AttributeOwner =
  | ObjectRef<"schema" | "enum">
  | AttributeRelation
  | { readonly kind: "column" | "index"; readonly on: AttributeRelation; readonly name: string };

/** For people: `schema.table.column`. */
export function ownerName(of: AttributeOwner): string {
  return "on" in of ? `${displayRef(of.on)}.${of.name}` : displayRef(of);
}

/** A column of a table. */
export function columnOf(table: QualifiedName, name: string): AttributeOwner {
  return { kind: "column", on: refTo("table", table), name };
}

/** An index of a table, or the one behind a key of that name. */
export function indexOf(table: QualifiedName, name: string): AttributeOwner {
  return { kind: "index", on: refTo("table", table), name };
}

export type Setting = keyof Attributes;
type Value<S extends Setting> = NonNullable<Attributes[S]>;

/** One attribute of one object. */
export interface Attribute {
  readonly of: AttributeOwner;
  readonly setting: Setting;
  readonly value: Attributes[Setting];
  /** The type of the column that it belongs to. */
  readonly type: string;
}

interface Spelling<V> {
  /** How its statements begin; by default `ALTER TABLE …`. */
  readonly on?: (of: AttributeOwner) => string;
  readonly set: (value: V, of: AttributeOwner) => Clauses;
  /**
   * Sets it back to what PostgreSQL takes by itself. Absent where nothing does so everywhere: for
   * owners and rights, which are a server's own, and for places of storage.
   */
  readonly reset?: (value: V, of: AttributeOwner, type: string) => Clauses | undefined;
  /** What has to be done before it is set, where it is set otherwise. */
  readonly before?: (from: V, to: V, of: AttributeOwner) => Clauses;
}

/** What follows the beginning of a statement, or of several. */
type Clauses = string | readonly string[];

/** In the order in which they are set. */
const spellings: { readonly [S in Setting]: Spelling<Value<S>> } = {
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
    reset: (options) => resetOptions(Object.keys(options)),
    before: (from, to) => resetOptions(Object.keys(from).filter((name) => !(name in to))),
  },
  keyStatistics: {
    set: (targets) =>
      Object.entries(targets).map(
        ([number, target]) => `ALTER COLUMN ${number} SET STATISTICS ${target}`,
      ),
    reset: (targets) => resetTargets(Object.keys(targets)),
    before: (from, to) => resetTargets(Object.keys(from).filter((number) => !(number in to))),
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
      return changes.flatMap((change) => privilegeStatements(change, granted(of), column));
    },
  },
  defaultPrivileges: {
    on: () => "ALTER DEFAULT PRIVILEGES",
    set: (defaults, of) =>
      defaults.flatMap(({ role, on, grants }) =>
        grants.map((grant) =>
          [
            `FOR ROLE ${quoteIdentifier(role)} IN SCHEMA ${quoteIdentifier(of.name)}`,
            privilegeStatement(grant, on),
          ].join(" "),
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
    on: (of) => `COMMENT ON ${commented(of)}`,
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

/** The statements that give an object its attributes once it has been created. */
export function attributeStatements(
  of: AttributeOwner,
  attributes: Attributes | undefined,
): readonly string[] {
  return attributesOf(of, attributes).flatMap((attribute) => alterAttribute(undefined, attribute));
}

/** The attributes one by one, in the order in which they are set. */
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

/** Equal for attributes of which an object has only one: an index sets some for its table. */
export function attributeKey({ of, setting }: Attribute): string {
  const isOfTable = setting === "clustered" || setting === "replicaIdentity";
  return `${alter(isOfTable ? relationOf(of) : of)} ${setting}`;
}

/** Whether there is a way back from the attribute that holds everywhere. */
export function canReset(attribute: Attribute): boolean {
  return resetClauses(attribute) !== undefined;
}

/** From one value to another, or from none, or to none. */
export function alterAttribute(
  from: Attribute | undefined,
  to: Attribute | undefined,
): readonly string[] {
  if (to === undefined) return from === undefined ? [] : statement(from, resetClauses(from) ?? []);
  const { before, set } = spelling(to.setting);
  return [
    ...statement(to, (from && before?.(from.value, to.value, to.of)) ?? []),
    ...statement(to, set(to.value, to.of)),
  ];
}

function statement({ of, setting }: Attribute, clauses: Clauses): readonly string[] {
  const start = (spelling(setting).on ?? alter)(of);
  return [clauses].flat().map((clause) => `${start} ${clause}`.trimStart());
}

function resetClauses({ of, setting, value, type }: Attribute): Clauses | undefined {
  return spelling(setting).reset?.(value, of, type);
}

/** The entry of a setting, which takes the values of that setting only. */
function spelling(setting: Setting): Spelling<unknown> {
  return spellings[setting] as Spelling<unknown>;
}

function alter(of: AttributeOwner): string {
  switch (of.kind) {
    case "schema":
      return `ALTER SCHEMA ${quoteIdentifier(of.name)}`;
    case "column":
      return `${alter(of.on)} ALTER COLUMN ${quoteIdentifier(of.name)}`;
    case "index":
      return `ALTER INDEX ${quoteName({ schema: of.on.schema, name: of.name })}`;
    default:
      return `ALTER ${words[of.kind]} ${quoteName(of)}`;
  }
}

const words = {
  enum: "TYPE",
  table: "TABLE",
  view: "VIEW",
  materializedView: "MATERIALIZED VIEW",
  sequence: "SEQUENCE",
} as const;

function relationOf(of: AttributeOwner): AttributeOwner {
  return "on" in of ? of.on : of;
}

/** What stands after ON in a GRANT; a view is a table there. */
function granted(of: AttributeOwner): string {
  if (of.kind === "schema") return `SCHEMA ${quoteIdentifier(of.name)}`;
  if ("on" in of) return granted(of.on);
  const word = of.kind === "sequence" || of.kind === "enum" ? words[of.kind] : "TABLE";
  return `${word} ${quoteName(of)}`;
}

function commented(of: AttributeOwner): string {
  if (of.kind === "column") return `COLUMN ${quoteName(of.on)}.${quoteIdentifier(of.name)}`;
  return alter(of).replace(/^ALTER /, "");
}

function privilegeStatements(
  change: PrivilegeChange,
  on: string,
  column: string,
): readonly string[] {
  const sql = privilegeStatement(change, on, column);
  return change.grantor === undefined
    ? [sql]
    : [`SET ROLE ${quoteIdentifier(change.grantor)}`, sql, "RESET ROLE"];
}

function privilegeStatement(
  { action, privileges, role, withGrantOption }: PrivilegeChange,
  on: string,
  column = "",
): string {
  const list = privileges.map((privilege) => `${privilege}${column}`).join(", ");
  const name = role === null ? "PUBLIC" : quoteIdentifier(role);
  switch (action) {
    case "grant":
      return `GRANT ${list} ON ${on} TO ${name}${withGrantOption ? " WITH GRANT OPTION" : ""}`;
    case "revoke":
      return `REVOKE ${list} ON ${on} FROM ${name}`;
    case "revokeGrantOption":
      return `REVOKE GRANT OPTION FOR ${list} ON ${on} FROM ${name}`;
  }
}

function optionName(name: string): string {
  return name.startsWith("toast.")
    ? `toast.${quoteIdentifier(name.slice("toast.".length))}`
    : quoteIdentifier(name);
}

function resetOptions(names: readonly string[]): Clauses {
  return names.length === 0 ? [] : `RESET (${names.map(optionName).sort().join(", ")})`;
}

function resetTargets(numbers: readonly string[]): Clauses {
  return numbers.map((number) => `ALTER COLUMN ${number} SET STATISTICS -1`);
}

function usualName(of: AttributeOwner): string {
  return usualNotNullName(relationOf(of), of.name);
}

function renameNotNull(from: string, to: string): Clauses {
  return from === to ? [] : `RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
}

/** https://www.postgresql.org/docs/current/storage-toast.html: `typstorage` of the common types. */
function usualStorage(type: string): string | undefined {
  if (/^(?:numeric|inet|cidr)\b/.test(type) && !type.endsWith("]")) return "SET STORAGE MAIN";
  const isLong = /^(?:text|character|bytea|jsonb?|xml|tsvector|bit)\b|\]$/.test(type);
  return isLong ? "SET STORAGE EXTENDED" : undefined;
}
