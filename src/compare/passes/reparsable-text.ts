import { mapExpressions } from "../../schema/expressions.js";
import { reparsable } from "../../schema/reparsable.js";
import type { Schema } from "../../schema/types.js";
import type { SchemaPass } from "../options.js";

/** Every expression is in a form that PostgreSQL reads as it has printed it. */
export const reparsableText: SchemaPass = ({ actual, desired }) => ({
  actual: withReparsableText(actual),
  desired: withReparsableText(desired),
});

function withReparsableText(schema: Schema): Schema {
  return mapExpressions(schema, ({ place, sql }) =>
    place.kind === "type" ? sql : reparsable(sql),
  );
}
