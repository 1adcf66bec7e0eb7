import { columnMethods } from "./columns.js";
import { commentMethods } from "./comments.js";
import { constraintMethods } from "./constraints.js";
import type { OpContext, OpExecutor } from "./context.js";
import { controlMethods } from "./control.js";
import { dataMethods } from "./data.js";
import { enumMethods } from "./enums.js";
import { indexMethods } from "./indexes.js";
import { refuseOffline } from "./offline.js";
import { policyMethods } from "./policies.js";
import { privilegeMethods } from "./privileges.js";
import { roleMethods } from "./roles.js";
import { schemaMethods } from "./schemas.js";
import { sequenceMethods } from "./sequences.js";
import { tableMethods } from "./tables.js";
import type { Op } from "./types.js";
import { viewMethods } from "./views.js";

/**
 * The `op` that a migration's functions are called with: turns what they say into operations and
 * has the executor carry them out, one after the other.
 */
export function createOp(executor: OpExecutor): Op {
  const context: OpContext = { run: (operation) => executor.run(operation), executor };
  const op: Op = {
    ...schemaMethods(context),
    ...tableMethods(context),
    ...columnMethods(context),
    ...constraintMethods(context),
    ...indexMethods(context),
    ...enumMethods(context),
    ...sequenceMethods(context),
    ...viewMethods(context),
    ...policyMethods(context),
    ...roleMethods(context),
    ...commentMethods(context),
    ...privilegeMethods(context),
    ...dataMethods(context),
    ...controlMethods(context, () => op),
    args: executor.args,
    tag: executor.tag,
    isOffline: executor.isOffline,
    get db() {
      refuseOffline(executor, "db");
      return executor.db();
    },
  };
  return op;
}
