/**
 * Asks the server how it prints SQL texts. A temporary table of the same name and shape carries
 * them; it is partitioned, so that no file is created. PostgreSQL parses the texts with the
 * database's own types and functions, in one round trip and one transaction that is rolled back.
 * The role needs the privilege to create temporary tables. No lock is stronger than that of a
 * SELECT.
 */
import type { Connection, Row } from "../../database/connection.js";
import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";
import type { EnumType } from "../../schema/types.js";
import { printSettings } from "../session.js";
import {
  partitionKey,
  prefix,
  type ProbeTable,
  type Question,
  shareQuestions,
  tableUnits,
  unit,
  type Unit,
  viewStatement,
} from "./probe-table.js";

interface Batch {
  readonly tables: readonly ProbeTable[];
  /** Questions about views, which need no table. */
  readonly views: readonly Question[];
  /** Enums that the plan creates and that columns of the tables have. */
  readonly enums: readonly EnumType[];
  readonly searchPath: readonly string[];
  readonly insideTransaction?: boolean | undefined;
}

/** How the server prints each text that it accepts in the current database. */
export async function ask(
  connection: Connection,
  batch: Batch,
): Promise<ReadonlyMap<number, string>> {
  const answers = new Map<number, string>();
  const { tables, sameAs } = shareQuestions(batch.tables);
  const enums = batch.enums.map((type) => unit([createEnum(type)]));
  const views = batch.views.map((question) => unit([viewStatement(question)]));
  const runs = [
    ...waves(tables).map((wave) => [...enums, ...wave.flatMap(tableUnits)]),
    ...(views.length > 0 ? [views] : []),
  ];
  const searchPath = [...batch.searchPath, "pg_temp"];
  for (const units of runs) {
    const options = { ...batch, searchPath, read: readAnswers };
    for (const { slot, text } of await runUnits(connection, units, options))
      if (typeof slot === "string" && typeof text === "string")
        answers.set(Number(slot.slice(prefix.length)), text);
  }
  for (const [id, other] of sameAs) {
    const text = answers.get(other);
    if (text !== undefined) answers.set(id, text);
  }
  return answers;
}

/** All temporary tables share one schema, so tables with the same name take turns. */
export function waves<T extends { readonly name: string }>(
  tables: readonly T[],
): readonly (readonly T[])[] {
  const result: T[][] = [];
  const seen = new Map<string, number>();
  for (const table of tables) {
    const turn = seen.get(table.name) ?? 0;
    seen.set(table.name, turn + 1);
    (result[turn] ??= []).push(table);
  }
  return result;
}

interface UnitsOptions {
  readonly searchPath: readonly string[];
  readonly insideTransaction?: boolean | undefined;
  /** The query that returns the answers. */
  readonly read: string;
}

/** Runs units, reads what they created in the temporary schema, and rolls back. */
export async function runUnits(
  connection: Connection,
  units: readonly Unit[],
  { searchPath, insideTransaction, read }: UnitsOptions,
): Promise<readonly Row[]> {
  const [begin, end] = insideTransaction
    ? ["savepoint gen_oracle", "rollback to savepoint gen_oracle; release savepoint gen_oracle"]
    : ["begin read write", "rollback"];
  const statements = [
    begin,
    "set local client_min_messages = error",
    "set local lock_timeout = '2s'",
    "set local check_function_bodies = off",
    `set local search_path = ${searchPath.map(quoteIdentifier).join(", ")}`,
    tryEach(units),
    ...printSettings,
    read,
    end,
  ];
  try {
    const results = await connection.batch(statements.join(";\n"));
    return results.flat();
  } catch (error) {
    await connection.batch(end).catch(() => undefined);
    throw error;
  }
}

/** Runs each unit in a subtransaction, so that a rejected one leaves nothing. */
function tryEach(units: readonly Unit[]): string {
  const body = `
declare
  unit jsonb;
  part text;
begin
  for unit in select value from jsonb_array_elements(${quoteLiteral(JSON.stringify(units))}::jsonb) loop
    begin
      for part in select value from jsonb_array_elements_text(unit->'together') loop
        execute part;
      end loop;
    exception when others then
      for part in select value from jsonb_array_elements_text(unit->'otherwise') loop
        begin
          execute part;
        exception when others then null;
        end;
      end loop;
    end;
  end loop;
end`;
  return `do ${quoteLiteral(body)}`;
}

function createEnum(type: EnumType): string {
  return `create type pg_temp.${quoteIdentifier(type.name)} as enum (${type.values.map(quoteLiteral).join(", ")})`;
}

const isSlot = (name: string): string =>
  `${name} like '${prefix}%' and ${name} <> '${partitionKey}'`;

const readAnswers = `
with probe as (
  select oid, relname, relkind from pg_class where relnamespace = pg_my_temp_schema()
)
select a.attname as slot,
    case when d.oid is null then format_type(a.atttypid, a.atttypmod)
      else pg_get_expr(d.adbin, d.adrelid) end as text
  from probe c
  join pg_attribute a on a.attrelid = c.oid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relkind = 'p' and not a.attisdropped and ${isSlot("a.attname")}
union all
select con.conname, pg_get_expr(con.conbin, con.conrelid)
  from probe c join pg_constraint con on con.conrelid = c.oid
  where con.contype = 'c' and ${isSlot("con.conname")}
union all
select c.relname, coalesce(pg_get_expr(i.indpred, i.indrelid), pg_get_expr(i.indexprs, i.indrelid))
  from probe c join pg_index i on i.indexrelid = c.oid
  where ${isSlot("c.relname")}
union all
select p.polname, pg_get_expr(p.polqual, p.polrelid)
  from probe c join pg_policy p on p.polrelid = c.oid
  where ${isSlot("p.polname")}
union all
select c.relname, pg_get_viewdef(c.oid)
  from probe c
  where c.relkind = 'v' and ${isSlot("c.relname")}`;

/** Why the server cannot be asked: the role may not create temporary tables. */
export type Refusal = "privilege" | "standby" | "readOnlyTransaction";

/** Why the server cannot be asked. Read-only sessions are no reason: the transaction writes. */
export async function refusalToAsk(
  connection: Connection,
  insideTransaction = false,
): Promise<Refusal | undefined> {
  const [row] = await connection.query<{ able: boolean; standby: boolean; readonly: boolean }>(
    `select has_database_privilege(current_database(), 'TEMP') as able,
      pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as readonly`,
  );
  if (row?.standby === true) return "standby";
  if (row?.able !== true) return "privilege";
  return insideTransaction && row.readonly ? "readOnlyTransaction" : undefined;
}
