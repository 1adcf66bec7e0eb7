import { quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { type CatalogScope, tablesInScope } from "../scope.js";
import { optionPairs } from "./relations.js";

/** An index that its definition would not give back whole. */
export interface IndexAttributesRow {
  readonly oid: number;
  /** The constraint that it stands behind. */
  readonly constraint: number | null;
  readonly kind: "r" | "m";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
  readonly tablespace: string | null;
  /** Of a constraint's index; any other's are in its definition. */
  readonly options: readonly string[] | null;
  readonly targets: readonly { readonly number: number; readonly target: number }[] | null;
  /** Of a constraint's index, beside the constraint's own. */
  readonly comment: string | null;
}

/** Few indexes have any of it, so those are found first: a join of all indexes takes longer. */
export function indexAttributesQuery(scope: CatalogScope): string {
  return `select ic.oid, con.oid as constraint, c.relkind as kind, n.nspname as schema,
      c.relname as table, ic.relname as name, i.indisclustered as clustered,
      i.indisreplident as "replicaIdentity", ts.spcname as tablespace,
      case when con.oid is not null then ic.reloptions end as options,
      (select json_agg(json_build_object('number', a.attnum, 'target', a.attstattarget)
            order by a.attnum)
        from pg_attribute a where a.attrelid = ic.oid and a.attstattarget > -1) as targets,
      case when con.oid is not null then obj_description(ic.oid, 'pg_class') end as comment
    from (${scope.isLimited ? indexesOf(scope) : oddIndexes}) odd
    join pg_index i on i.indexrelid = odd.oid
    join pg_class ic on ic.oid = odd.oid
    join (${tablesInScope(scope)}) on c.oid = i.indrelid
    left join pg_constraint con on con.conrelid = c.oid and con.conindid = ic.oid
      and con.contype in ('p', 'u', 'x')
    left join pg_tablespace ts on ts.oid = ic.reltablespace
    where c.relkind in ('r', 'm') and not c.relispartition`;
}

/** Few of all have anything to give back. */
const oddIndexes = `select i.indexrelid as oid from pg_index i where i.indisclustered or i.indisreplident
      union select ic.oid from pg_class ic
        where ic.relkind = 'i' and (ic.reltablespace <> 0 or ic.reloptions is not null)
      union select a.attrelid from pg_attribute a where a.attstattarget > -1 and a.attnum > 0
      union select d.objoid from pg_description d
        where d.classoid = 'pg_class'::regclass and d.objsubid = 0`;

/** Those of a few tables are quicker found than the odd ones among all. */
function indexesOf({ relation }: CatalogScope): string {
  return `select i.indexrelid as oid from pg_index i where ${relation("i.indrelid")}`;
}

export function indexStatements(row: IndexAttributesRow): readonly string[] {
  const index = quoteName(row);
  const table = quoteName({ schema: row.schema, name: row.table });
  const alterTable = `ALTER ${row.kind === "m" ? "MATERIALIZED VIEW" : "TABLE"} ${table}`;
  const options = optionPairs(row.options);
  return [
    ...(row.tablespace === null
      ? []
      : [`ALTER INDEX ${index} SET TABLESPACE ${quoteIdentifier(row.tablespace)}`]),
    ...(options.length === 0 ? [] : [`ALTER INDEX ${index} SET (${options.join(", ")})`]),
    ...(row.targets ?? []).map(
      ({ number, target }) =>
        `ALTER INDEX ${index} ALTER COLUMN ${number} SET STATISTICS ${target}`,
    ),
    ...(row.clustered ? [`${alterTable} CLUSTER ON ${quoteIdentifier(row.name)}`] : []),
    ...(row.replicaIdentity
      ? [`${alterTable} REPLICA IDENTITY USING INDEX ${quoteIdentifier(row.name)}`]
      : []),
    ...(row.comment === null ? [] : [`COMMENT ON INDEX ${index} IS ${quoteLiteral(row.comment)}`]),
  ];
}
