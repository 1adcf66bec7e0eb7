/** Writes a described schema as somebody would write it in Drizzle: the text of a module. */
import { quoteIdentifier } from "../../src/schema/identifiers.js";
import type {
  Column,
  EnumType,
  ForeignKey,
  Identity,
  Index,
  IndexKey,
  Policy,
  QualifiedName,
  Schema,
  SequenceOptions,
  Table,
  View,
} from "../../src/schema/types.js";

/**
 * A TypeScript module that exports models of everything in the schema.
 *
 * @example renderModels(schema) // 'import { sql } from "drizzle-orm"; …'
 */
export function renderModels(schema: Schema): string {
  const names = new Names(schema);
  return [
    `import { sql } from "drizzle-orm";`,
    `import * as pg from "drizzle-orm/pg-core";`,
    ...names.namespaces.map((name, i) => `export const s${i} = pg.pgSchema(${text(name)});`),
    ...schema.enums.map((type, i) => `export const e${i} = ${enumText(type, names)};`),
    ...schema.sequences.map(
      (one, i) =>
        `export const q${i} = ${names.of(one, "pgSequence", "sequence")}(${text(one.name)}, ${options(one.options)});`,
    ),
    ...schema.tables.map((table, i) => `export const t${i} = ${tableText(table, names)};`),
    ...schema.views.map((view, i) => `export const v${i} = ${viewText(view, names)};`),
    "",
  ].join("\n");
}

/** How the module calls what it speaks of. */
class Names {
  readonly namespaces: readonly string[];

  constructor(private readonly schema: Schema) {
    this.namespaces = schema.namespaces.map(({ name }) => name).filter((name) => name !== "public");
  }

  /** What makes an object: of Drizzle's own functions, or of a schema. */
  of({ schema }: QualifiedName, own: string, method: string): string {
    return schema === "public" ? `pg.${own}` : `s${this.namespaces.indexOf(schema)}.${method}`;
  }

  enum(name: QualifiedName): string {
    return `e${this.schema.enums.findIndex((one) => isSame(one, name))}`;
  }

  column(table: QualifiedName, column: string): string {
    const index = this.schema.tables.findIndex((one) => isSame(one, table));
    const columns = this.schema.tables[index]?.columns ?? [];
    return `t${index}.c${columns.findIndex((one) => one.name === column)}`;
  }
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

function text(value: string): string {
  return JSON.stringify(value);
}

function sql(value: string): string {
  return `sql.raw(${text(value)})`;
}

/** SQL with the table's columns as Drizzle's, where they are mentioned. */
function sqlOver(value: string, table: Table): string {
  let written = value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  table.columns.forEach((column, i) => {
    const quoted = quoteIdentifier(column.name);
    // A string literal may hold a name by chance.
    if (!value.includes("'")) written = written.replaceAll(quoted, `\0${i}\0`);
  });
  return `sql\`${written.replaceAll(/\0(\d+)\0/g, "${t.c$1}")}\``;
}

function enumText(type: EnumType, names: Names): string {
  return `${names.of(type, "pgEnum", "enum")}(${text(type.name)}, ${JSON.stringify(type.values)})`;
}

function options(values: SequenceOptions): string {
  return JSON.stringify({ ...values });
}

function tableText(table: Table, names: Names): string {
  const columns = table.columns.map((column, i) => `  c${i}: ${columnText(column, names)},`);
  const extras = extrasOf(table, names).map((extra) => `  ${extra},`);
  return [
    `${names.of(table, "pgTable", "table")}(${text(table.name)}, {`,
    ...columns,
    "}, (t) => [",
    ...extras,
    `])${table.rowSecurity ? ".enableRLS()" : ""}`,
  ].join("\n");
}

const builders: Readonly<Record<string, string>> = {
  smallint: "smallint(NAME)",
  integer: "integer(NAME)",
  bigint: `bigint(NAME, { mode: "number" })`,
  text: "text(NAME)",
  boolean: "boolean(NAME)",
  "timestamp with time zone": "timestamp(NAME, { withTimezone: true })",
  date: "date(NAME)",
  uuid: "uuid(NAME)",
  jsonb: "jsonb(NAME)",
  "timestamp(3) without time zone": "timestamp(NAME, { precision: 3 })",
  "time without time zone": "time(NAME)",
  interval: "interval(NAME)",
  "character(3)": "char(NAME, { length: 3 })",
  inet: "inet(NAME)",
  real: "real(NAME)",
  "double precision": "doublePrecision(NAME)",
  numeric: "numeric(NAME)",
};

const serials: Readonly<Record<string, string>> = {
  smallint: "smallserial(NAME)",
  integer: "serial(NAME)",
  bigint: `bigserial(NAME, { mode: "number" })`,
};

function columnText(column: Column, names: Names): string {
  const parts = [
    column.serial
      ? `pg.${named(serials[column.type.sql] ?? "", column.name)}`
      : typeText(column, names),
  ];
  if (column.notNull) parts.push("notNull()");
  if (column.default !== undefined) parts.push(`default(${sql(column.default)})`);
  if (column.generated) parts.push(`generatedAlwaysAs(${sql(column.generated.expression)})`);
  if (column.identity) parts.push(identityText(column.identity));
  return parts.join(".");
}

function identityText({ generation, sequenceName, options: values }: Identity): string {
  const method =
    generation === "always" ? "generatedAlwaysAsIdentity" : "generatedByDefaultAsIdentity";
  return `${method}(${JSON.stringify({ ...values, name: sequenceName })})`;
}

function typeText({ name, type }: Column, names: Names): string {
  const isArray = type.sql.endsWith("[]");
  const array = isArray ? ".array()" : "";
  if (type.enum) return `${names.enum(type.enum)}(${text(name)})${array}`;
  const element = isArray ? type.sql.slice(0, -2) : type.sql;
  const length = /^character varying\((\d+)\)$/.exec(element)?.[1];
  if (length !== undefined) return `pg.varchar(${text(name)}, { length: ${length} })${array}`;
  const [, precision, scale] = /^numeric\((\d+),(\d+)\)$/.exec(element) ?? [];
  if (precision !== undefined)
    return `pg.numeric(${text(name)}, { precision: ${precision}, scale: ${scale} })${array}`;
  const builder = builders[element];
  if (builder === undefined) throw new RangeError(`no builder for ${type.sql}`);
  return `pg.${named(builder, name)}${array}`;
}

function named(builder: string, name: string): string {
  return builder.replace("NAME", () => text(name));
}

function extrasOf(table: Table, names: Names): readonly string[] {
  const columns = (list: readonly string[]): string =>
    list.map((one) => `t.c${table.columns.findIndex(({ name }) => name === one)}`).join(", ");
  const { primaryKey } = table;
  return [
    ...(primaryKey
      ? [
          `pg.primaryKey({ name: ${text(primaryKey.name)}, columns: [${columns(primaryKey.columns)}] })`,
        ]
      : []),
    ...table.uniqueConstraints.map(
      (unique) =>
        `pg.unique(${text(unique.name)}).on(${columns(unique.columns)})` +
        (unique.nullsNotDistinct ? ".nullsNotDistinct()" : ""),
    ),
    ...table.foreignKeys.map((key) => foreignKeyText(key, columns(key.columns), names)),
    ...table.checks.map(
      (check) => `pg.check(${text(check.name)}, ${sqlOver(check.expression, table)})`,
    ),
    ...table.indexes.map((index) => indexText(index, table)),
    ...table.policies.map((policy) => policyText(policy, table)),
  ];
}

function foreignKeyText(key: ForeignKey, columns: string, names: Names): string {
  const foreign = key.referencedColumns.map((one) => names.column(key.referencedTable, one));
  return (
    `pg.foreignKey({ name: ${text(key.name)}, columns: [${columns}], foreignColumns: [${foreign.join(", ")}] })` +
    `.onDelete(${text(key.onDelete)}).onUpdate(${text(key.onUpdate)})`
  );
}

function indexText(index: Index, table: Table): string {
  const keys = index.keys.map((key) => indexKeyText(key, table)).join(", ");
  const make = index.unique ? "uniqueIndex" : "index";
  return [
    `pg.${make}(${text(index.name)})`,
    `using(${text(index.method)}, ${keys})`,
    ...(index.where === undefined ? [] : [`where(${sqlOver(index.where, table)})`]),
    ...(Object.keys(index.with).length === 0 ? [] : [`with(${JSON.stringify(index.with)})`]),
    ...(index.concurrently === true ? ["concurrently()"] : []),
  ].join(".");
}

function indexKeyText(key: IndexKey, table: Table): string {
  if (key.expression !== undefined) {
    const opclass = key.opclass === undefined ? "" : ` ${key.opclass}`;
    return sqlOver(`(${key.expression})${opclass} ${key.order} nulls ${key.nulls}`, table);
  }
  const column = `t.c${table.columns.findIndex(({ name }) => name === key.column)}`;
  const nulls = key.nulls === "first" ? "nullsFirst" : "nullsLast";
  const opclass = key.opclass === undefined ? "" : `.op(${text(key.opclass)})`;
  return `${column}.${key.order}().${nulls}()${opclass}`;
}

function policyText(policy: Policy, table: Table): string {
  const expressions = (["using", "withCheck"] as const).flatMap((kind) => {
    const expression = policy[kind];
    return expression === undefined ? [] : [`${kind}: ${sqlOver(expression, table)}`];
  });
  const rest = [
    `as: ${text(policy.as)}`,
    `for: ${text(policy.for)}`,
    `to: ${JSON.stringify(policy.to)}`,
  ];
  return `pg.pgPolicy(${text(policy.name)}, { ${[...rest, ...expressions].join(", ")} })`;
}

function viewText(view: View, names: Names): string {
  const make = view.materialized
    ? names.of(view, "pgMaterializedView", "materializedView")
    : names.of(view, "pgView", "view");
  const settings = Object.entries(view.with).map(
    ([name, value]) => `${viewOptions[name] ?? name}: ${viewOption(value)}`,
  );
  return [
    `${make}(${text(view.name)}, {})`,
    ...(settings.length === 0 ? [] : [`with({ ${settings.join(", ")} })`]),
    ...(view.withNoData ? ["withNoData()"] : []),
    `as(${sql(view.definition)})`,
  ].join(".");
}

const viewOptions: Readonly<Record<string, string>> = {
  security_barrier: "securityBarrier",
  check_option: "checkOption",
};

function viewOption(value: string): string {
  return /^(?:true|\d+)$/.test(value) ? value : text(value);
}
