import { defined } from "../../defined.js";
import { quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import type { Attributed } from "../../schema/attributes.js";
import type { Extra } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";
import { ownerUnlessMe } from "./privileges.js";

/** An object on a table or view that models do not describe. */
export interface ExtraRow {
  readonly catalog: string;
  readonly oid: number;
  readonly relation: number;
  readonly schema: string;
  readonly table: string;
  readonly kind: Extra["kind"];
  /** The schema of extended statistics, which can differ from the table's. */
  readonly ownSchema: string | null;
  readonly name: string;
  readonly definition: string;
  /** `tgenabled`, `ev_enabled`. */
  readonly state: "O" | "D" | "R" | "A";
  readonly target: number | null;
  readonly owner: string | null;
  readonly comment: string | null;
  readonly uses:
    | readonly { readonly schema: string; readonly table: string; readonly column: string | null }[]
    | null;
}

/** A rule mentions its own table and others; only the others are dependencies. */
const uses = `
    select json_agg(json_build_object('schema', un.nspname, 'table', uc.relname,
        'column', ua.attname) order by un.nspname, uc.relname, ua.attname)
    from (select distinct d.refobjid, d.refobjsubid from pg_depend d
      where (d.classid = x.catalog and d.objid = x.oid
          or d.classid = 'pg_class'::regclass and d.objid = x.index)
        and d.refclassid = 'pg_class'::regclass
        and (d.refobjid <> x.relation or d.refobjsubid > 0)) d
    join pg_class uc on uc.oid = d.refobjid and uc.relkind in ('r', 'p', 'f', 'v', 'm')
    join pg_namespace un on un.oid = uc.relnamespace
    left join pg_attribute ua on ua.attrelid = uc.oid and ua.attnum = d.refobjsubid
      and d.refobjsubid > 0`;

/** The definition of statistics. PostgreSQL prints columns by number, here they have names. */
const columnsBy = (order: string): string =>
  `(select string_agg(quote_ident(a.attname), ', ' order by ${order})
      from unnest(x.stxkeys::int2[]) with ordinality k (number, place)
      join pg_attribute a on a.attrelid = x.stxrelid and a.attnum = k.number)`;
const statisticsDefinition = `coalesce(replace(pg_get_statisticsobjdef(x.oid),
      ' ON ' || ${columnsBy("k.place")}, ' ON ' || ${columnsBy("a.attname")}),
      pg_get_statisticsobjdef(x.oid))`;

export const extrasQuery: CatalogQuery<ExtraRow> = ({ namespace, relation, serverVersion }) => {
  const parts = Object.entries(kinds).map(
    ([kind, { catalog, from = "", where = "true", definition, ...columns }]) => `
    select '${catalog}'::regclass as catalog, x.oid, ${columns.relation} as relation,
      '${kind}' as kind, ${columns.index ?? "null::oid"} as index,
      ${columns.ownSchema ?? "null"} as "ownSchema", ${columns.name} as name,
      ${typeof definition === "string" ? definition : definition(serverVersion)} as definition,
      ${columns.state ?? "'O'"} as state, ${columns.target ?? "null"}::int as target,
      ${columns.owner ?? "null::name"} as owner
    from ${catalog} x ${from} where ${relation(columns.relation)} and ${where}`,
  );
  return `select x.*, n.nspname as schema, c.relname as table,
      obj_description(x.oid, x.catalog::regclass::name) as comment, (${uses}) as uses
    from (${parts.join(" union all ")}) x
    join pg_class c on c.oid = x.relation and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    order by relation, kind, name`;
};

/** @param index the index of an exclusion constraint or of a materialized view */
export function describeExtra(row: ExtraRow, index: Attributed = {}): Extra {
  const { kind, name, comment } = row;
  const { create, drop, object } = kinds[kind].sql(row);
  const isCommented = comment !== null && object !== undefined;
  return {
    kind,
    name,
    create: [
      ...create,
      ...(isCommented ? [`COMMENT ON ${object} IS ${quoteLiteral(comment)}`] : []),
    ],
    drop: drop ?? `DROP ${object}`,
    uses: (row.uses ?? []).map(({ schema, table, column }) =>
      defined({ table: { schema, name: table }, column: column ?? undefined }),
    ),
    ...index,
  };
}

/**
 * The condition on a catalog, whose rows are `x`, and the SQL that creates and drops the object.
 */
interface ExtraKind {
  readonly catalog: string;
  /** What follows the catalog in `FROM`. */
  readonly from?: string;
  readonly where?: string;
  readonly relation: string;
  readonly ownSchema?: string;
  readonly name: string;
  /** The index behind it, which knows the columns of its predicate. */
  readonly index?: string;
  readonly definition: string | ((serverVersion: number) => string);
  readonly state?: string;
  readonly target?: string;
  readonly owner?: string;
  readonly sql: (row: ExtraRow) => {
    readonly create: readonly string[];
    /** Default: `DROP` the object. */
    readonly drop?: string;
    /** How `COMMENT ON` and `DROP` name it. */
    readonly object?: string;
  };
}

const kinds: Readonly<Record<Extra["kind"], ExtraKind>> = {
  trigger: {
    catalog: "pg_trigger",
    where: "not x.tgisinternal and x.tgparentid = 0",
    relation: "x.tgrelid",
    name: "x.tgname",
    definition: "pg_get_triggerdef(x.oid)",
    state: "x.tgenabled::text",
    sql: (row) => ({
      create: [row.definition, ...stateOf(row, "TRIGGER")],
      object: `TRIGGER ${onTable(row)}`,
    }),
  },
  rule: {
    catalog: "pg_rewrite",
    where: "x.rulename <> '_RETURN'",
    relation: "x.ev_class",
    name: "x.rulename",
    definition: "pg_get_ruledef(x.oid)",
    state: "x.ev_enabled::text",
    sql: (row) => ({
      create: [row.definition.trim().replace(/;$/, ""), ...stateOf(row, "RULE")],
      object: `RULE ${onTable(row)}`,
    }),
  },
  exclusionConstraint: {
    catalog: "pg_constraint",
    where: "x.contype = 'x' and x.conparentid = 0",
    relation: "x.conrelid",
    name: "x.conname",
    index: "x.conindid",
    definition: "pg_get_constraintdef(x.oid)",
    sql: (row) => {
      const [alter, name] = [`ALTER TABLE ${tableOf(row)}`, quoteIdentifier(row.name)];
      return {
        create: [`${alter} ADD CONSTRAINT ${name} ${row.definition}`],
        drop: `${alter} DROP CONSTRAINT ${name}`,
        object: `CONSTRAINT ${onTable(row)}`,
      };
    },
  },
  statistics: {
    catalog: "pg_statistic_ext",
    from: "join pg_namespace xn on xn.oid = x.stxnamespace",
    relation: "x.stxrelid",
    ownSchema: "xn.nspname",
    name: "x.stxname",
    definition: statisticsDefinition,
    target: "nullif(x.stxstattarget, -1)",
    owner: ownerUnlessMe("x.stxowner"),
    sql: (row) => {
      const { target, owner } = row;
      const object = `STATISTICS ${ownName(row)}`;
      const alter = `ALTER ${object}`;
      return {
        create: [
          row.definition,
          ...(target === null ? [] : [`${alter} SET STATISTICS ${target}`]),
          ...(owner === null ? [] : [`${alter} OWNER TO ${quoteIdentifier(owner)}`]),
        ],
        object,
      };
    },
  },
  publication: {
    catalog: "pg_publication_rel",
    from: "join pg_publication p on p.oid = x.prpubid",
    relation: "x.prrelid",
    name: "p.pubname",
    definition: (serverVersion) =>
      serverVersion < 150000
        ? "''"
        : `coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
            from pg_attribute a where a.attrelid = x.prrelid and a.attnum = any (x.prattrs)) || ')',
            '') || coalesce(' WHERE (' || pg_get_expr(x.prqual, x.prrelid) || ')', '')`,
    sql: (row) => {
      const alter = `ALTER PUBLICATION ${quoteIdentifier(row.name)}`;
      return {
        create: [`${alter} ADD TABLE ONLY ${tableOf(row)}${row.definition}`],
        drop: `${alter} DROP TABLE ONLY ${tableOf(row)}`,
      };
    },
  },
  materializedIndex: {
    catalog: "pg_class",
    from: "join pg_index i on i.indexrelid = x.oid join pg_class r on r.oid = i.indrelid",
    where: "r.relkind = 'm'",
    relation: "i.indrelid",
    name: "x.relname",
    definition: "pg_get_indexdef(x.oid)",
    sql: (row) => ({ create: [row.definition], object: `INDEX ${ownName(row)}` }),
  },
};

function ownName({ ownSchema, schema, name }: ExtraRow): string {
  return quoteName({ schema: ownSchema ?? schema, name });
}

function tableOf(row: ExtraRow): string {
  return quoteName({ schema: row.schema, name: row.table });
}

function onTable(row: ExtraRow): string {
  return `${quoteIdentifier(row.name)} ON ${tableOf(row)}`;
}

/** `tgenabled`: https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
function stateOf(row: ExtraRow, word: "TRIGGER" | "RULE"): readonly string[] {
  const states = { O: undefined, D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" } as const;
  const state = states[row.state];
  const alter = `ALTER TABLE ${tableOf(row)}`;
  return state === undefined ? [] : [`${alter} ${state} ${word} ${quoteIdentifier(row.name)}`];
}
