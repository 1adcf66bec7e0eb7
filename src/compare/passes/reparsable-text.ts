import { mapExpressions } from "../../schema/expressions.js";
import { reparsable } from "../../schema/reparsable.js";
import { onBothSides } from "../options.js";

/** Every expression is in a form that PostgreSQL reads as it has printed it. */
export const reparsableText = onBothSides((schema) =>
  mapExpressions(schema, ({ place, sql }) => (place.kind === "type" ? sql : reparsable(sql))),
);
