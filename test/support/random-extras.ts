/** What a database may hold that no model says. */
import { quoteIdentifier, quoteLiteral, quoteName } from "../../src/schema/identifiers.js";
import type { Schema, Table } from "../../src/schema/types.js";

/**
 * Statements on a schema in which `public.f()` is a function for triggers and `pub` a publication.
 * Each is drawn by some digits of the seed; those that do not fit a column fail.
 */
export function extrasOf(schema: Schema, seed: number): readonly string[] {
  let state = seed;
  const flip = (): boolean => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 16) & 1) === 1;
  };
  const statements = [
    ...schema.enums.flatMap((type) => [
      `comment on type ${quoteName(type)} is 'an enum'`,
      `revoke usage on type ${quoteName(type)} from public`,
    ]),
    ...schema.sequences.map((one) => `grant usage on sequence ${quoteName(one)} to public`),
    ...schema.namespaces.map(
      ({ name }) => `comment on schema ${quoteIdentifier(name)} is 'a schema'`,
    ),
    ...schema.tables.flatMap(tableExtras),
    ...schema.views.flatMap((view) => [
      `comment on ${view.materialized ? "materialized view" : "view"} ${quoteName(view)} is 'a view'`,
      `grant select on ${quoteName(view)} to public`,
      ...(view.materialized
        ? []
        : [
            `create trigger vt instead of insert on ${quoteName(view)}
          for each row execute function public.f()`,
          ]),
    ]),
  ];
  return statements.filter(flip);
}

function tableExtras(table: Table): readonly string[] {
  const name = quoteName(table);
  const columns = table.columns.map((column) => quoteIdentifier(column.name));
  const [first] = columns;
  const statistics = quoteName({ schema: table.schema, name: `s ${table.name}`.slice(0, 20) });
  return [
    `comment on table ${name} is ${quoteLiteral(`it's \\ "${table.name}"`)}`,
    `grant select on ${name} to public`,
    `alter table ${name} set (fillfactor = 60)`,
    `alter table ${name} replica identity full`,
    `alter table ${name} force row level security`,
    `alter publication pub add table ${name}`,
    `create trigger "every row" after insert on ${name} for each row execute function public.f()`,
    ...(first === undefined
      ? []
      : [
          `create trigger "T" before update of ${first} on ${name} for each row when (new.${first} is not null) execute function public.f()`,
          // Of several columns PostgreSQL would print the order that they have in the table.
          `create statistics ${statistics} on (${first} is null) from ${name}`,
          `create rule ru as on delete to ${name} where old.${first} is null do instead nothing`,
          `alter table ${name} add exclude using btree ((1) with =) where (${first} is null)`,
        ]),
    ...table.columns.flatMap((column) => {
      const at = `${name}.${quoteIdentifier(column.name)}`;
      const alter = `alter table ${name} alter column ${quoteIdentifier(column.name)}`;
      return [
        `comment on column ${at} is ${quoteLiteral(column.name)}`,
        `${alter} set storage external`,
        `${alter} set statistics 11`,
        `${alter} set (n_distinct = 7)`,
        `grant update (${quoteIdentifier(column.name)}) on ${name} to public`,
      ];
    }),
    ...table.indexes.flatMap((index) => [
      `comment on index ${quoteName({ schema: table.schema, name: index.name })} is 'an index'`,
      `alter table ${name} cluster on ${quoteIdentifier(index.name)}`,
    ]),
    ...[...table.checks, ...table.uniqueConstraints, ...table.foreignKeys].map(
      (constraint) =>
        `comment on constraint ${quoteIdentifier(constraint.name)} on ${name} is 'a constraint'`,
    ),
    ...table.policies.map(
      (policy) => `comment on policy ${quoteIdentifier(policy.name)} on ${name} is 'a policy'`,
    ),
  ];
}

/** A type without storage, a table without a key to tell rows apart: there is simply one fewer. */
export function ignoreUnfit(error: unknown): void {
  if (!(error instanceof Error)) throw error;
}
