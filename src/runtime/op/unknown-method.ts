import { GenError } from "../../errors.js";
import { nearMiss } from "../../schema/near-miss.js";

/** Methods of Alembic's `op` whose names here are others than the same words in camel case. */
const others: Readonly<Record<string, string>> = {
  batchaltertable: "the methods of op itself; PostgreSQL alters tables in place",
  createexcludeconstraint: 'op.execute("ALTER TABLE … ADD CONSTRAINT … EXCLUDE …")',
  createtablecomment: 'op.commentOn("table", …)',
  droptablecomment: 'op.commentOn("table", …, null)',
  getbind: "op.db, or op.query(…)",
  getcontext: "op.isOffline, op.args",
  f: "the name as it is",
  invoke: "the operation's own method",
  runasync: "await",
  altertable: "op.alterColumn(…), op.renameTable(…)",
  addconstraint:
    "op.createUniqueConstraint(…), op.createForeignKey(…), op.createCheckConstraint(…)",
  addforeignkey: "op.createForeignKey(…)",
  sql: "op.execute(…)",
  raw: "op.execute(…)",
  exec: "op.execute(…)",
  run: "op.execute(…)",
};

/** The error of a method that `op` does not have; `known` are those that it has. */
export function unknownMethod(name: string, known: readonly string[]): GenError {
  const plain = spelling(name);
  const same = known.find((method) => spelling(method) === plain);
  const other = others[plain];
  const meant = same ?? (other === undefined ? nearMiss(name, known) : undefined);
  const hint =
    meant !== undefined
      ? `Did you mean op.${meant}?`
      : other !== undefined
        ? `Write ${other} instead.`
        : "docs/reference.md lists the methods; op.execute(…) runs any SQL.";
  return new GenError("op_unknown", `op has no method ${name}.`, { hint });
}

function spelling(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}
