import type { SQL } from "drizzle-orm";
import {
  getMaterializedViewConfig,
  getViewConfig,
  PgMaterializedView,
  PgView,
} from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import type { View } from "../schema/types.js";
import { is, qualified } from "./drizzle.js";
import { checkLength, type DescribeOptions, describing } from "./errors.js";
import { expressionSql, relationsIn } from "./sql/expression.js";

type AnyView = PgView | PgMaterializedView;

/** Describes a view; `undefined` for one that is only mentioned: `.existing()`. */
export function describeView(view: AnyView, options: DescribeOptions = {}): View | undefined {
  const { name, schema, query, using, tablespace, withNoData, ...config } = configOf(view);
  if (query === undefined) return undefined;
  checkLength("view", name, `view "${name}"`, options);
  const definition = describing(options, `view "${name}"`, () =>
    expressionSql(query, { casing: options.casing }),
  );
  return defined({
    ...qualified(schema, name),
    materialized: is(view, PgMaterializedView),
    definition: definition.replace(/;\s*$/, "").trimEnd(),
    with: reloptions(config.with ?? {}),
    dependsOn: relationsIn(query),
    using,
    tablespace,
    withNoData: withNoData || undefined,
  });
}

/** Whether a value is a view declared as existing, so that it is neither created nor dropped. */
export function isExistingView(value: object): boolean {
  return (is(value, PgView) || is(value, PgMaterializedView)) && configOf(value).isExisting;
}

interface ViewConfig {
  readonly name: string;
  readonly schema: string | undefined;
  readonly query: SQL | undefined;
  readonly isExisting: boolean;
  readonly with?: object | undefined;
  readonly using?: string | undefined;
  readonly tablespace?: string | undefined;
  readonly withNoData?: boolean | undefined;
}

function configOf(view: AnyView): ViewConfig {
  return is(view, PgMaterializedView) ? getMaterializedViewConfig(view) : getViewConfig(view);
}

/** By the names in `pg_class.reloptions`: Drizzle's `securityBarrier` is `security_barrier`. */
function reloptions(parameters: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        String(value),
      ]),
  );
}
