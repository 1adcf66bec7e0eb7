import { quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import type { Attributed } from "../../schema/attributes.js";
import type { Extra, QualifiedName } from "../../schema/types.js";
import type { CatalogScope } from "../scope.js";
import { ownerUnlessMe } from "./privileges.js";

/** What stands on a table or view and no model describes. */
export interface ExtraRow {
  readonly oid: number;
  readonly relation: number;
  readonly relationKind: string;
  readonly schema: string;
  readonly table: string;
  readonly kind: Extra["kind"];
  /** The schema of extended statistics, which may be another than the table's. */
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

/** A rule names the table that it stands on as well as others; that one it has anyway. */
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

/** Statistics, whose columns PostgreSQL prints by their numbers, with the columns by their names. */
const columnsBy = (order: string): string =>
  `(select string_agg(quote_ident(a.attname), ', ' order by ${order})
      from unnest(x.stxkeys::int2[]) with ordinality k (number, place)
      join pg_attribute a on a.attrelid = x.stxrelid and a.attnum = k.number)`;
const statisticsDefinition = `coalesce(replace(pg_get_statisticsobjdef(x.oid),
      ' ON ' || ${columnsBy("k.place")}, ' ON ' || ${columnsBy("a.attname")}),
      pg_get_statisticsobjdef(x.oid))`;

export function extrasQuery(scope: CatalogScope): string {
  const { namespace, relation, serverVersion } = scope;
  const part = (from: string, columns: Columns): string => `
    select '${columns.catalog}'::regclass as catalog, x.oid, ${columns.relation} as relation,
      '${columns.kind}' as kind, ${columns.index ?? "null::oid"} as index,
      ${columns.ownSchema ?? "null"} as "ownSchema", ${columns.name} as name,
      ${columns.definition} as definition, ${columns.state ?? "'O'"} as state,
      ${columns.target ?? "null"}::int as target, ${columns.owner ?? "null::name"} as owner
    from ${from} where ${relation(columns.relation)}`;
  const publishedPart =
    serverVersion >= 150000
      ? `coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attname)
            from pg_attribute a where a.attrelid = x.prrelid and a.attnum = any (x.prattrs)) || ')',
            '') || coalesce(' WHERE (' || pg_get_expr(x.prqual, x.prrelid) || ')', '')`
      : "''";
  const parts = [
    part("pg_trigger x", {
      kind: "trigger",
      catalog: "pg_trigger",
      relation: "x.tgrelid",
      name: "x.tgname",
      definition: "pg_get_triggerdef(x.oid)",
      state: "x.tgenabled::text",
    }) + " and not x.tgisinternal and x.tgparentid = 0",
    part("pg_rewrite x", {
      kind: "rule",
      catalog: "pg_rewrite",
      relation: "x.ev_class",
      name: "x.rulename",
      definition: "pg_get_ruledef(x.oid)",
      state: "x.ev_enabled::text",
    }) + " and x.rulename <> '_RETURN'",
    part("pg_constraint x", {
      kind: "exclusionConstraint",
      catalog: "pg_constraint",
      relation: "x.conrelid",
      name: "x.conname",
      index: "x.conindid",
      definition: "pg_get_constraintdef(x.oid)",
    }) + " and x.contype = 'x' and x.conparentid = 0",
    part("pg_statistic_ext x join pg_namespace xn on xn.oid = x.stxnamespace", {
      kind: "statistics",
      catalog: "pg_statistic_ext",
      relation: "x.stxrelid",
      ownSchema: "xn.nspname",
      name: "x.stxname",
      definition: statisticsDefinition,
      target: "nullif(x.stxstattarget, -1)",
      owner: ownerUnlessMe("x.stxowner"),
    }),
    part("pg_publication_rel x join pg_publication p on p.oid = x.prpubid", {
      kind: "publication",
      catalog: "pg_publication_rel",
      relation: "x.prrelid",
      name: "p.pubname",
      definition: publishedPart,
    }),
    part(
      "pg_class r join pg_index i on i.indrelid = r.oid join pg_class x on x.oid = i.indexrelid",
      {
        kind: "materializedIndex",
        catalog: "pg_class",
        relation: "i.indrelid",
        name: "x.relname",
        definition: "pg_get_indexdef(x.oid)",
      },
    ) + " and r.relkind = 'm'",
  ];
  return `select x.*, c.relkind as "relationKind", n.nspname as schema, c.relname as table,
      obj_description(x.oid, x.catalog::regclass::name) as comment, (${uses}) as uses
    from (${parts.join(" union all ")}) x
    join pg_class c on c.oid = x.relation and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    order by relation, kind, name`;
}

interface Columns {
  readonly kind: Extra["kind"];
  readonly catalog: string;
  readonly relation: string;
  readonly ownSchema?: string;
  readonly name: string;
  /** The index behind it, which knows the columns of its predicate. */
  readonly index?: string;
  readonly definition: string;
  readonly state?: string;
  readonly target?: string;
  readonly owner?: string;
}

/** @param index What belongs to the index of an exclusion constraint or of a view. */
export function describeExtra(row: ExtraRow, index: Attributed = {}): Extra {
  const { create, drop, commentOn } = sqlOf[row.kind](row);
  return {
    kind: row.kind,
    name: row.name,
    create: [
      ...create,
      ...(row.comment === null || commentOn === undefined
        ? []
        : [`COMMENT ON ${commentOn} IS ${quoteLiteral(row.comment)}`]),
    ],
    drop,
    uses: (row.uses ?? []).map(({ schema, table, column }) => ({
      table: { schema, name: table },
      ...(column === null ? {} : { column }),
    })),
    ...index,
  };
}

interface ExtraSql {
  readonly create: readonly string[];
  readonly drop: string;
  readonly commentOn?: string;
}

const sqlOf: Readonly<Record<Extra["kind"], (row: ExtraRow) => ExtraSql>> = {
  trigger: (row) => ({
    create: [row.definition, ...stateOf(row, "TRIGGER")],
    drop: `DROP TRIGGER ${onTable(row)}`,
    commentOn: `TRIGGER ${onTable(row)}`,
  }),
  rule: (row) => ({
    create: [row.definition.trim().replace(/;$/, ""), ...stateOf(row, "RULE")],
    drop: `DROP RULE ${onTable(row)}`,
    commentOn: `RULE ${onTable(row)}`,
  }),
  exclusionConstraint: (row) => ({
    create: [
      `ALTER TABLE ${tableOf(row)} ADD CONSTRAINT ${quoteIdentifier(row.name)} ${row.definition}`,
    ],
    drop: `ALTER TABLE ${tableOf(row)} DROP CONSTRAINT ${quoteIdentifier(row.name)}`,
    commentOn: `CONSTRAINT ${onTable(row)}`,
  }),
  statistics: (row) => {
    const name = quoteName(ownName(row));
    return {
      create: [
        row.definition,
        ...(row.target === null ? [] : [`ALTER STATISTICS ${name} SET STATISTICS ${row.target}`]),
        ...(row.owner === null
          ? []
          : [`ALTER STATISTICS ${name} OWNER TO ${quoteIdentifier(row.owner)}`]),
      ],
      drop: `DROP STATISTICS ${name}`,
      commentOn: `STATISTICS ${name}`,
    };
  },
  publication: (row) => {
    const alter = `ALTER PUBLICATION ${quoteIdentifier(row.name)}`;
    return {
      create: [`${alter} ADD TABLE ONLY ${tableOf(row)}${row.definition}`],
      drop: `${alter} DROP TABLE ONLY ${tableOf(row)}`,
    };
  },
  materializedIndex: (row) => ({
    create: [row.definition],
    drop: `DROP INDEX ${quoteName(ownName(row))}`,
    commentOn: `INDEX ${quoteName(ownName(row))}`,
  }),
};

function ownName(row: ExtraRow): QualifiedName {
  return { schema: row.ownSchema ?? row.schema, name: row.name };
}

function tableOf(row: ExtraRow): string {
  return quoteName({ schema: row.schema, name: row.table });
}

function onTable(row: ExtraRow): string {
  return `${quoteIdentifier(row.name)} ON ${tableOf(row)}`;
}

/** https://www.postgresql.org/docs/current/catalog-pg-trigger.html: `tgenabled` */
function stateOf(row: ExtraRow, word: "TRIGGER" | "RULE"): readonly string[] {
  const states = { O: undefined, D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" } as const;
  const state = states[row.state];
  const alter = `ALTER TABLE ${tableOf(row)}`;
  return state === undefined ? [] : [`${alter} ${state} ${word} ${quoteIdentifier(row.name)}`];
}
