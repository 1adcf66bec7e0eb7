/** How attributes are set, changed and set back: one entry for each. */
import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { Attributes, PrivilegeChange } from "../schema/attributes.js";
import { usualNotNullName } from "../schema/not-null-names.js";
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
export type Attribute = {
  readonly [S in Setting]: {
    readonly of: AttributeOwner;
    readonly setting: S;
    readonly value: Value<S>;
    /** The type of the column that it belongs to. */
    readonly type?: string;
  };
}[Setting];

interface Spelling<V> {
  readonly set: (of: AttributeOwner, value: V) => readonly string[];
  /**
   * Sets it back to what PostgreSQL takes by itself. Absent where nothing does so everywhere: for
   * owners and rights, which are a server's own, and for places of storage.
   */
  readonly reset?: (of: AttributeOwner, value: V, type: string) => readonly string[] | undefined;
  /** What has to be done before it is set, where it is set otherwise. */
  readonly before?: (of: AttributeOwner, from: V, to: V) => readonly string[];
}

/** In the order in which they are set. */
const spellings: { readonly [S in Setting]: Spelling<Value<S>> } = {
  accessMethod: {
    set: (of, method) => [`${alter(of)} SET ACCESS METHOD ${quoteIdentifier(method)}`],
  },
  unlogged: {
    set: (of) => [`${alter(of)} SET UNLOGGED`],
    reset: (of) => [`${alter(of)} SET LOGGED`],
  },
  tablespace: { set: (of, name) => [`${alter(of)} SET TABLESPACE ${quoteIdentifier(name)}`] },
  storage: {
    set: (of, storage) => [`${alter(of)} SET STORAGE ${storage}`],
    reset: (of, _, type) => {
      const usual = usualStorage(type);
      return usual === undefined ? undefined : [`${alter(of)} SET STORAGE ${usual}`];
    },
  },
  compression: {
    set: (of, method) => [`${alter(of)} SET COMPRESSION ${method}`],
    reset: (of) => [`${alter(of)} SET COMPRESSION default`],
  },
  statistics: {
    set: (of, target) => [`${alter(of)} SET STATISTICS ${target}`],
    reset: (of) => [`${alter(of)} SET STATISTICS -1`],
  },
  options: {
    set: (of, options) => {
      const pairs = Object.entries(options).map(
        ([name, value]) => `${optionName(name)} = ${quoteLiteral(value)}`,
      );
      return [`${alter(of)} SET (${pairs.sort().join(", ")})`];
    },
    reset: (of, options) => resetOptions(of, Object.keys(options)),
    before: (of, from, to) =>
      resetOptions(
        of,
        Object.keys(from).filter((name) => !(name in to)),
      ),
  },
  keyStatistics: {
    set: (of, targets) =>
      Object.entries(targets).map(
        ([number, target]) => `${alter(of)} ALTER COLUMN ${number} SET STATISTICS ${target}`,
      ),
    reset: (of, targets) => resetTargets(of, Object.keys(targets)),
    before: (of, from, to) =>
      resetTargets(
        of,
        Object.keys(from).filter((number) => !(number in to)),
      ),
  },
  default: {
    set: (of, expression) => [`${alter(of)} SET DEFAULT ${expression}`],
    reset: (of) => [`${alter(of)} DROP DEFAULT`],
  },
  forceRowSecurity: {
    set: (of) => [`${alter(of)} FORCE ROW LEVEL SECURITY`],
    reset: (of) => [`${alter(of)} NO FORCE ROW LEVEL SECURITY`],
  },
  clustered: {
    set: (of) => [`${alter(relationOf(of))} CLUSTER ON ${quoteIdentifier(of.name)}`],
    reset: (of) => [`${alter(relationOf(of))} SET WITHOUT CLUSTER`],
  },
  replicaIdentity: {
    set: (of, identity) => {
      const words = identity === "index" ? `USING INDEX ${quoteIdentifier(of.name)}` : identity;
      return [
        `${alter(relationOf(of))} REPLICA IDENTITY ${identity === "index" ? words : words.toUpperCase()}`,
      ];
    },
    reset: (of) => [`${alter(relationOf(of))} REPLICA IDENTITY DEFAULT`],
  },
  owner: { set: (of, role) => [`${alter(of)} OWNER TO ${quoteIdentifier(role)}`] },
  privileges: {
    set: (of, changes) => {
      const column = of.kind === "column" ? ` (${quoteIdentifier(of.name)})` : "";
      return changes.flatMap((change) => privilegeStatements(change, granted(of), column));
    },
  },
  defaultPrivileges: {
    set: (of, defaults) =>
      defaults.flatMap(({ role, on, grants }) =>
        grants.map(
          (grant) =>
            `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)} IN SCHEMA ${quoteIdentifier(of.name)} ${privilegeStatement(grant, on)}`,
        ),
      ),
  },
  publications: {
    set: (of, names) =>
      names.map(
        (name) =>
          `ALTER PUBLICATION ${quoteIdentifier(name)} ADD TABLES IN SCHEMA ${quoteIdentifier(of.name)}`,
      ),
  },
  comment: {
    set: (of, text) => [`COMMENT ON ${commented(of)} IS ${quoteLiteral(text)}`],
    reset: (of) => [`COMMENT ON ${commented(of)} IS NULL`],
  },
  notNullName: {
    set: (of, name) => renameNotNull(of, usualName(of), name),
    reset: (of, name) => renameNotNull(of, name, usualName(of)),
    before: (of, from) => renameNotNull(of, from, usualName(of)),
  },
};

const settings = Object.keys(spellings) as readonly Setting[];

/** The statements that give an object its attributes once it has been created. */
export function attributeStatements(
  of: AttributeOwner,
  attributes: Attributes | undefined,
): readonly string[] {
  return attributesOf(of, attributes).flatMap(({ setting, value }) =>
    spelling(setting).set(of, value),
  );
}

/** The attributes one by one, in the order in which they are set. */
export function attributesOf(
  of: AttributeOwner,
  attributes: Attributes = {},
  type?: string,
): readonly Attribute[] {
  return settings.flatMap((setting) => {
    const value = attributes[setting];
    return value === undefined
      ? []
      : [{ of, setting, value, ...(type !== undefined && { type }) } as Attribute];
  });
}

/** Equal for attributes of which an object has only one: an index sets some for its table. */
export function attributeKey({ of, setting }: Attribute): string {
  const isOfTable = setting === "clustered" || setting === "replicaIdentity";
  return `${alter(isOfTable ? relationOf(of) : of)} ${setting}`;
}

/** Whether there is a way back from the attribute that holds everywhere. */
export function canReset(attribute: Attribute): boolean {
  return resetStatements(attribute) !== undefined;
}

/** From one value to another, or from none, or to none. */
export function alterAttribute(
  from: Attribute | undefined,
  to: Attribute | undefined,
): readonly string[] {
  if (to === undefined) return (from && resetStatements(from)) ?? [];
  const { before, set } = spelling(to.setting);
  return [...((from && before?.(to.of, from.value, to.value)) ?? []), ...set(to.of, to.value)];
}

function resetStatements({
  of,
  setting,
  value,
  type = "",
}: Attribute): readonly string[] | undefined {
  return spelling(setting).reset?.(of, value, type);
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
  const statement = privilegeStatement(change, on, column);
  return change.grantor === undefined
    ? [statement]
    : [`SET ROLE ${quoteIdentifier(change.grantor)}`, statement, "RESET ROLE"];
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

function resetOptions(of: AttributeOwner, names: readonly string[]): readonly string[] {
  return names.length === 0
    ? []
    : [`${alter(of)} RESET (${names.map(optionName).sort().join(", ")})`];
}

function resetTargets(of: AttributeOwner, numbers: readonly string[]): readonly string[] {
  return numbers.map((number) => `${alter(of)} ALTER COLUMN ${number} SET STATISTICS -1`);
}

function usualName(of: AttributeOwner): string {
  return usualNotNullName(relationOf(of), of.name);
}

function renameNotNull(of: AttributeOwner, from: string, to: string): readonly string[] {
  if (from === to) return [];
  return [
    `${alter(relationOf(of))} RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
  ];
}

/** https://www.postgresql.org/docs/current/storage-toast.html: `typstorage` of the common types. */
function usualStorage(type: string): string | undefined {
  if (/^(?:numeric|inet|cidr)\b/.test(type) && !type.endsWith("]")) return "MAIN";
  const isLong = /^(?:text|character|bytea|jsonb?|xml|tsvector|bit)\b|\]$/.test(type);
  return isLong ? "EXTENDED" : undefined;
}
