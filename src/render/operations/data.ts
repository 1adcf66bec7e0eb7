import type { DataOperation } from "../../operations/types.js";
import { opCall } from "../call.js";
import { objectName, sqlString } from "../literals.js";
import { valueLiteral } from "../values.js";

export function dataCalls(operation: DataOperation): readonly string[] {
  switch (operation.kind) {
    case "execute": {
      const values = operation.values === undefined ? undefined : valueLiteral(operation.values);
      return [opCall("execute", sqlString(operation.sql), values)];
    }
    case "bulkInsert":
      return [opCall("bulkInsert", objectName(operation.table), valueLiteral(operation.rows))];
  }
}
