/**
 * What a statement that restores something sets, and what sets it back to what PostgreSQL takes by
 * itself. The statements are those of `introspect/restore`.
 */
export interface Setting {
  /** Equal for statements that set the same thing of the same object. */
  readonly slot: string;
  /** Sets it as it is here. */
  readonly sql: string;
  /** Sets it as if nobody had ever said anything. */
  readonly reset: string;
  /** What has to be said before, where it is set as in another setting of its slot. */
  readonly before: (other: Setting) => readonly string[];
}

/**
 * The setting that a statement makes, or `undefined` if there is no way back from it that holds
 * everywhere: for owners and rights, which are a server's own, and for places of storage.
 *
 * @param type Of the column that the statement is about, if it is about one.
 * @example settingOf('ALTER TABLE "public"."t" FORCE ROW LEVEL SECURITY')?.reset
 * // ALTER TABLE "public"."t" NO FORCE ROW LEVEL SECURITY
 */
export function settingOf(sql: string, type?: string): Setting | undefined {
  for (const [pattern, resetTo] of settings) {
    const subject = pattern.exec(sql)?.[1];
    if (subject === undefined) continue;
    const reset = typeof resetTo === "string" ? resetTo : resetTo(sql, type);
    return reset === undefined
      ? undefined
      : {
          slot: `${subject} ${pattern.source} ${nameGiven(sql)?.from ?? ""}`,
          sql,
          reset: `${subject} ${reset}`,
          before: (other) => before(subject, sql, other),
        };
  }
  return undefined;
}

/** Options that are not said any more are not forgotten, and a name is given to what has none. */
function before(subject: string, sql: string, other: Setting): readonly string[] {
  if (nameGiven(sql) !== undefined) return [other.reset];
  const kept = new Set(optionsIn(sql));
  const gone = optionsIn(other.sql).filter((name) => !kept.has(name));
  return gone.length === 0 ? [] : [`${subject} RESET (${gone.join(", ")})`];
}

type Reset = string | ((sql: string, type: string | undefined) => string | undefined);

const settings: readonly (readonly [pattern: RegExp, resetTo: Reset])[] = [
  [/^(ALTER .*) FORCE ROW LEVEL SECURITY$/s, "NO FORCE ROW LEVEL SECURITY"],
  [/^(ALTER .*) REPLICA IDENTITY (?:FULL|NOTHING|USING INDEX ".*")$/s, "REPLICA IDENTITY DEFAULT"],
  [/^(ALTER .*) CLUSTER ON ".*"$/s, "SET WITHOUT CLUSTER"],
  [/^(ALTER .*) SET UNLOGGED$/s, "SET LOGGED"],
  [/^(ALTER .*) SET COMPRESSION \w+$/s, "SET COMPRESSION default"],
  [/^(ALTER .*) SET STORAGE \w+$/s, (_, type) => usualStorage(type)],
  [/^(ALTER .*) SET STATISTICS \d+$/s, "SET STATISTICS -1"],
  [/^(ALTER VIEW .* ALTER COLUMN .*) SET DEFAULT .*$/s, "DROP DEFAULT"],
  [/^(COMMENT ON .*) IS '.*'$/s, "IS NULL"],
  [/^(ALTER TABLE .*) RENAME CONSTRAINT ".*" TO ".*"$/s, formerName],
  [/^(ALTER .*) SET \((?:toast\.)?".*'\)$/s, (sql) => `RESET (${optionsIn(sql).join(", ")})`],
];

function formerName(sql: string): string | undefined {
  const given = nameGiven(sql);
  return given === undefined ? undefined : `RENAME CONSTRAINT ${given.to} TO ${given.from}`;
}

function nameGiven(sql: string): { readonly from: string; readonly to: string } | undefined {
  const [, from, to] = / RENAME CONSTRAINT ("(?:[^"]|"")*") TO ("(?:[^"]|"")*")$/s.exec(sql) ?? [];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The names of the options that a statement sets, as it spells them. */
function optionsIn(sql: string): readonly string[] {
  const [list = ""] = / SET \((?:toast\.)?".*'\)$/s.exec(sql) ?? [];
  return Array.from(list.matchAll(option), ([, name = ""]) => name);
}

const option = /((?:toast\.)?"(?:[^"]|"")*") = '(?:[^']|'')*'/g;

/** https://www.postgresql.org/docs/current/storage-toast.html: `typstorage` of the common types. */
function usualStorage(type = ""): string | undefined {
  if (/^(?:numeric|inet|cidr)\b/.test(type) && !type.endsWith("]")) return "SET STORAGE MAIN";
  const isLong = /^(?:text|character|bytea|jsonb?|xml|tsvector|bit)\b|\]$/.test(type);
  return isLong ? "SET STORAGE EXTENDED" : undefined;
}
