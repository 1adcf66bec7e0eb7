import { type ColumnMethods, columnMethods } from "./columns.js";
import { type CommentMethods, commentMethods } from "./objects.js";
import { type ConstraintMethods, constraintMethods } from "./constraints.js";
import { type ControlMethods, controlMethods, type OpExecutor, refuseOffline } from "./control.js";
import { type DataMethods, dataMethods } from "./data.js";
import { type EnumMethods, enumMethods } from "./enums.js";
import { type ExtensionMethods, extensionMethods } from "./extensions.js";
import { type IndexMethods, indexMethods } from "./indexes.js";
import { naming } from "./arguments.js";
import { bindMethods } from "./method.js";
import { type PolicyMethods, policyMethods } from "./policies.js";
import { type PrivilegeMethods, privilegeMethods } from "./privileges.js";
import { type RoleMethods, roleMethods } from "./roles.js";
import { type SchemaMethods, schemaMethods } from "./schemas.js";
import { type SequenceMethods, sequenceMethods } from "./sequences.js";
import { type TableMethods, tableMethods } from "./tables.js";
import { type ViewMethods, viewMethods } from "./views.js";

/**
 * The operations that a migration can run. Await the promise that each method returns. Calls run in
 * order, each after the previous one has finished.
 *
 * The methods check their arguments and throw a `GenError` with the code `op_argument`, or
 * `name_too_long` for a name over 63 bytes. Errors of PostgreSQL name the file, line and statement.
 * @example
 * export async function upgrade(op: Op) {
 *   await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
 *   await op.createIndex("vehicles_manufacturer_index", "vehicles", ["manufacturer"]);
 * }
 */
export interface Op
  extends
    SchemaMethods,
    ExtensionMethods,
    TableMethods,
    ColumnMethods,
    ConstraintMethods,
    IndexMethods,
    EnumMethods,
    SequenceMethods,
    ViewMethods,
    PolicyMethods,
    RoleMethods,
    CommentMethods,
    PrivilegeMethods,
    DataMethods,
    ControlMethods {}

type DeclaredMethods = Omit<Op, keyof DataMethods | keyof ControlMethods>;

/** The `op` of a migration. `executor` carries out its operations one after the other. */
export function createOp(executor: OpExecutor): Op {
  const declared = bindMethods<DeclaredMethods>(
    {
      ...schemaMethods,
      ...extensionMethods,
      ...tableMethods,
      ...columnMethods,
      ...constraintMethods,
      ...indexMethods,
      ...enumMethods(executor),
      ...sequenceMethods,
      ...viewMethods,
      ...policyMethods,
      ...roleMethods,
      ...commentMethods,
      ...privilegeMethods,
    },
    executor,
  );
  const op: Op = {
    ...naming({ ...declared, ...dataMethods(executor), ...controlMethods(executor, () => op) }),
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
