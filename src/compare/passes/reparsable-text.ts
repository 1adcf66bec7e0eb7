import { reparsable } from "../../schema/reparsable.js";
import type { Schema, Table, View } from "../../schema/types.js";
import type { SchemaPass } from "../options.js";

/** Every expression is in a form that PostgreSQL reads as it has printed it. */
export const reparsableText: SchemaPass = ({ actual, desired }) => ({
  actual: withReparsableText(actual),
  desired: withReparsableText(desired),
});

function withReparsableText(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map(withReparsableParts),
    views: schema.views.map(reparsableView),
  };
}

/** A view with its query in the form of {@link reparsable}. */
export function reparsableView(view: View): View {
  const definition = reparsable(view.definition);
  return definition === view.definition ? view : { ...view, definition };
}

function withReparsableParts(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      ...(column.default !== undefined && { default: reparsable(column.default) }),
      ...(column.generated && {
        generated: { ...column.generated, expression: reparsable(column.generated.expression) },
      }),
    })),
    checks: table.checks.map((one) => ({ ...one, expression: reparsable(one.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      ...(index.where !== undefined && { where: reparsable(index.where) }),
      keys: index.keys.map((key) =>
        key.expression === undefined ? key : { ...key, expression: reparsable(key.expression) },
      ),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      ...(policy.using !== undefined && { using: reparsable(policy.using) }),
      ...(policy.withCheck !== undefined && { withCheck: reparsable(policy.withCheck) }),
    })),
  };
}
