/** Operations of every kind that has a way back, at random, with everything they remove known. */
import * as fc from "fast-check";
import type {
  Column,
  ForeignKey,
  Index,
  Policy,
  Role,
  Sequence,
  Table,
  View,
} from "../../src/schema/types.js";
import { completeSequenceOptions } from "../../src/schema/sequences.js";
import type { ColumnChanges, Operation } from "../../src/operations/types.js";

/** With all that SQL, TypeScript and objects of JavaScript could stumble over. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom("Total", "sp ace", 'we"ird', "it's", "`${x}`", "\\", "a\nb", "$1", "émoji🚗"),
  fc.constantFrom("__proto__", "constructor", "op", "sql", "1", "n".repeat(63)),
);
/** Unlike a name, a label may be empty. */
const label = fc.oneof({ weight: 4, arbitrary: name }, { weight: 1, arbitrary: fc.constant("") });
const labels = fc.uniqueArray(label, { maxLength: 3 });
/** As PostgreSQL knows them; it has none with capitals. */
const parameter = fc.constantFrom("fillfactor", "autovacuum_enabled", "toast.vacuum_truncate");
const parameterValue = fc.constantFrom("70", "true", "0.5", "1e3", "'", "", "auto");
const number = fc.constantFrom("-2", "0", "1", "9223372036854775807");
const qualified = fc.record({ schema: name, name });
const comment = { comment: name };
const expression = fc.constantFrom(
  "1",
  "a > 1",
  "'it''s'",
  "now()",
  "''",
  "E'\\\\n' || '`${x}`'",
  "1\n",
);
const type = fc
  .constantFrom("integer", "text", "numeric(10,2)", "public.mood[]")
  .map((sql) => ({ sql }));

const options = fc
  .record(
    {
      startWith: fc.integer({ min: 1, max: 9 }).map(String),
      increment: fc.constantFrom("1", "2"),
      cache: fc.constantFrom("1", "5"),
      cycle: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((given) => completeSequenceOptions(given, "bigint"));

const identity = fc.record(
  {
    generation: fc.constantFrom("always" as const, "byDefault" as const),
    sequenceName: name,
    options,
  },
  { requiredKeys: ["generation", "options"] },
);

const column: fc.Arbitrary<Column> = fc.record(
  { name, type, notNull: fc.boolean(), default: expression, collation: name, ...comment },
  { requiredKeys: ["name", "type", "notNull"] },
);

const columns = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });

const primaryKey = fc.record({ name, columns, ...comment }, { requiredKeys: ["name", "columns"] });
const unique = fc.record(
  { name, columns, nullsNotDistinct: fc.boolean(), deferrable: fc.boolean(), ...comment },
  { requiredKeys: ["name", "columns", "nullsNotDistinct"] },
);
const check = fc.record(
  { name, expression, notValid: fc.boolean(), ...comment },
  { requiredKeys: ["name", "expression"] },
);
const action = fc.constantFrom("no action" as const, "cascade" as const, "set null" as const);
const foreignKey: fc.Arbitrary<ForeignKey> = fc
  .record(
    {
      name,
      columns,
      referencedTable: qualified,
      referencedColumns: columns,
      onDelete: action,
      onUpdate: action,
      ...comment,
    },
    {
      requiredKeys: [
        "name",
        "columns",
        "referencedTable",
        "referencedColumns",
        "onDelete",
        "onUpdate",
      ],
    },
  )
  .map((one) => ({
    ...one,
    referencedColumns: one.columns.map((_, at) => one.referencedColumns[at] ?? `c${at}`),
  }));

const collation = { collation: fc.constantFrom('"C"', '"Odd Schema"."it\'s"') };

const index: fc.Arbitrary<Index> = fc.record(
  {
    name,
    unique: fc.boolean(),
    method: fc.constant("btree"),
    keys: fc.array(
      fc.record(
        {
          column: name,
          order: fc.constantFrom("asc" as const, "desc" as const),
          nulls: fc.constantFrom("last" as const, "first" as const),
          ...collation,
        },
        { requiredKeys: ["column", "order", "nulls"] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    with: fc.dictionary(parameter, parameterValue, { noNullPrototype: true }),
    where: expression,
    concurrently: fc.constant(true),
    ...comment,
  },
  { requiredKeys: ["name", "unique", "method", "keys", "with"] },
);

const policy: fc.Arbitrary<Policy> = fc.record(
  {
    name,
    as: fc.constantFrom("permissive" as const, "restrictive" as const),
    for: fc.constantFrom("all" as const, "select" as const),
    to: fc.array(name, { minLength: 1, maxLength: 2 }),
    using: expression,
    ...comment,
  },
  { requiredKeys: ["name", "as", "for", "to"] },
);

const tableParts: fc.Arbitrary<Table> = fc.record(
  {
    schema: name,
    name,
    columns: fc.uniqueArray(column, { minLength: 1, maxLength: 3, selector: (one) => one.name }),
    primaryKey,
    uniqueConstraints: fc.array(unique, { maxLength: 2 }),
    foreignKeys: fc.constant([]),
    checks: fc.array(check, { maxLength: 2 }),
    indexes: fc.array(index, { maxLength: 2 }),
    policies: fc.array(policy, { maxLength: 2 }),
    rowSecurity: fc.boolean(),
    ...comment,
  },
  {
    requiredKeys: [
      "schema",
      "name",
      "columns",
      "uniqueConstraints",
      "foreignKeys",
      "checks",
      "indexes",
      "policies",
      "rowSecurity",
    ],
  },
);

/** Keys and indexes are of columns that the table has. */
const table: fc.Arbitrary<Table> = tableParts.map((parts) => {
  const all = parts.columns.map((one) => one.name);
  const known = <T extends { readonly columns: readonly string[] }>(key: T): T => ({
    ...key,
    columns: all.slice(0, key.columns.length),
  });
  return {
    ...parts,
    ...(parts.primaryKey && { primaryKey: known(parts.primaryKey) }),
    uniqueConstraints: parts.uniqueConstraints.map(known),
    indexes: parts.indexes.map((one) => ({
      ...one,
      keys: one.keys.map((key, position) => ({ ...key, column: all[position] ?? all[0] ?? "" })),
    })),
  };
});

const sequence: fc.Arbitrary<Sequence> = fc.record(
  {
    schema: name,
    name,
    type: fc.constantFrom("integer" as const, "bigint" as const),
    options,
    ...comment,
  },
  { requiredKeys: ["schema", "name", "type", "options"] },
);

const view: fc.Arbitrary<View> = fc.record(
  {
    schema: name,
    name,
    materialized: fc.boolean(),
    definition: fc.constant("SELECT 1"),
    with: fc.dictionary(parameter, parameterValue, { noNullPrototype: true }),
    dependsOn: fc.constant([]),
    ...comment,
  },
  { requiredKeys: ["schema", "name", "materialized", "definition", "with", "dependsOn"] },
);

const role: fc.Arbitrary<Role> = fc.record({
  name,
  createDb: fc.boolean(),
  createRole: fc.boolean(),
  inherit: fc.boolean(),
});

const enumType = fc.record(
  { schema: name, name, values: labels, ...comment },
  { requiredKeys: ["schema", "name", "values"] },
);

const privileges = fc.uniqueArray(
  fc.constantFrom("SELECT", 'INSERT ("odd (x)", a)', "UPDATE", "ALL"),
  {
    minLength: 1,
  },
);

/** What changes nothing is never planned. */
function something<T extends object>(changes: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return changes.filter((one) => Object.keys(one).length > 0);
}

const columnChanges: fc.Arbitrary<ColumnChanges> = something(
  fc.record(
    {
      type,
      notNull: fc.boolean(),
      default: fc.option(expression),
      identity: fc.option(identity),
    },
    { requiredKeys: [] },
  ),
);

const roleChanges = something(
  fc.record(
    { createDb: fc.boolean(), createRole: fc.boolean(), inherit: fc.boolean() },
    { requiredKeys: [] },
  ),
);
const policyChanges = something(
  fc.record({ to: columns, using: expression, withCheck: expression }, { requiredKeys: [] }),
);
const sequenceChanges = something(
  fc.record({ increment: number, minValue: number, cycle: fc.boolean() }, { requiredKeys: [] }),
);
const viewOptions = fc.dictionary(parameter, fc.option(parameterValue), {
  minKeys: 1,
  noNullPrototype: true,
});
const enumState = fc.record({ values: labels, uses: fc.constant([]) });

function kind<K extends string, V>(
  text: K,
  value: fc.Arbitrary<V>,
): fc.Arbitrary<{ readonly kind: K } & V> {
  return value.map((rest) => ({ kind: text, ...rest }));
}

const global = fc.record({ kind: fc.constantFrom(...(["schema", "role"] as const)), name });
const inSchema = fc
  .record({
    kind: fc.constantFrom(...(["table", "view", "materializedView", "enum", "sequence"] as const)),
    place: qualified,
  })
  .map(({ kind, place }) => ({ kind, ...place }));
const indexName = qualified.map((place) => ({ kind: "index" as const, ...place }));
const ofTable = fc.record({
  kind: fc.constantFrom(...(["column", "constraint", "policy"] as const)),
  table: qualified,
  name,
});
const enumValue = fc.record({ kind: fc.constant("enumValue" as const), enum: qualified, name });

/** One of each pair, whose inverse is the other, and those that are their own. */
export const reversible: fc.Arbitrary<Operation> = fc.oneof(
  kind(
    "createSchema",
    fc.record({ namespace: fc.record({ name, ...comment }, { requiredKeys: ["name"] }) }),
  ),
  kind("createTable", fc.record({ table })),
  kind("addColumn", fc.record({ table: qualified, column })),
  kind(
    "alterColumn",
    fc.record({ table: qualified, column: name, changes: columnChanges, previous: columnChanges }),
  ),
  kind("createPrimaryKey", fc.record({ table: qualified, constraint: primaryKey })),
  kind("createUniqueConstraint", fc.record({ table: qualified, constraint: unique })),
  kind("createForeignKey", fc.record({ table: qualified, constraint: foreignKey })),
  kind("createCheckConstraint", fc.record({ table: qualified, constraint: check })),
  kind("createIndex", fc.record({ table: qualified, index })),
  kind("createEnum", fc.record({ enum: enumType })),
  kind(
    "alterEnum",
    fc.record({ enum: qualified, values: labels, uses: fc.constant([]), previous: enumState }),
  ),
  kind("createSequence", fc.record({ sequence })),
  kind(
    "alterSequence",
    fc.record({ sequence: qualified, changes: sequenceChanges, previous: sequenceChanges }),
  ),
  kind("createView", fc.record({ view })),
  kind(
    "alterView",
    fc.record({
      view: qualified,
      materialized: fc.boolean(),
      with: viewOptions,
      previous: viewOptions,
    }),
  ),
  kind("createPolicy", fc.record({ table: qualified, policy })),
  kind(
    "alterPolicy",
    fc.record({ table: qualified, name, changes: policyChanges, previous: policyChanges }),
  ),
  kind("enableRowLevelSecurity", fc.record({ table: qualified })),
  kind("createRole", fc.record({ role })),
  kind("alterRole", fc.record({ name, changes: roleChanges, previous: roleChanges })),
  kind(
    "rename",
    fc.record({ object: fc.oneof(global, inSchema, indexName, ofTable, enumValue), to: name }),
  ),
  kind("setSchema", fc.record({ object: inSchema, to: name })),
  kind(
    "commentOn",
    fc.record({
      object: fc.oneof(global, inSchema, ofTable),
      text: fc.option(name),
      previous: fc.option(name),
    }),
  ),
  kind(
    "grant",
    fc.record({
      privileges,
      target: fc.record({ on: fc.constant("table" as const), name: qualified }),
      to: columns,
    }),
  ),
);
