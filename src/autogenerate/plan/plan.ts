/** From models and a live database to the operations between them. */
import type { Obstacle } from "../../compare/dependents.js";
import { applyRenames, keepNotNullNames } from "../../compare/renames/apply.js";
import { likelyRenames, renameQuestions } from "../../compare/renames/questions.js";
import { defined } from "../../defined.js";
import { introspect } from "../../introspect/introspect.js";
import { selectionOf } from "../../introspect/selection.js";
import { displayName, NAMED_NOT_NULLS, nameKey } from "../../schema/identifiers.js";
import { createdOnce } from "../created.js";
import { compareSides, withRelations } from "./compare-sides.js";
import { extensionsInScope, noteUndeclaredExtensions } from "./extensions.js";
import { keepUsedObjects } from "./kept-objects.js";
import { refuseLostModels, unexportedNotes } from "./models.js";
import type { Plan, PlanInput, Planning } from "./planning.js";
import { addLinkedTables, checkReferences } from "./references.js";
import { leaveOutForeignObjects, ownSchemas, scopeOf } from "./scope.js";
import { noteShadowedNames } from "./shadowed-names.js";

/** Turns what was read into two sides. The steps run in this order, and do what their names say. */
const steps: readonly ((planning: Planning) => Promise<void> | void)[] = [
  checkReferences,
  leaveOutForeignObjects,
  addLinkedTables,
  noteShadowedNames,
  noteUndeclaredExtensions,
  resolveRenames,
  keepUsedObjects,
  noteUndescribed,
];

/** Plans the upgrade and the downgrade. The number of round trips does not grow with the tables. */
export async function plan(input: PlanInput): Promise<Plan> {
  const planning = await readDatabase(input);
  for (const step of steps) await step(planning);
  const { scope, found, before, desired, linked, notes, inTheWay } = planning;
  const { comparison, dependent } = await compareSides(planning);
  const { upgrade, downgrade, undo, obstacles } = comparison;
  refuseLostModels(input.models, upgrade);
  notes.push(...unexportedNotes(input.models, selectionOf(scope), upgrade));
  notes.push(...obstacles.map(obstacleNote));
  const outside = [...linked, ...dependent.names];
  return {
    upgrade,
    downgrade,
    undo,
    notes,
    unconfirmedRenames: planning.unconfirmedRenames,
    seen: {
      scope: {
        ...scope,
        schemas: [...new Set([...scope.schemas, ...outside.map(({ schema }) => schema)])],
        always: outside,
      },
      searchPath: found.searchPath,
      everything: withRelations(withRelations(found.schema, { tables: linked }), dependent),
      before: withRelations(before, dependent),
      desired: withRelations(desired, dependent),
      dependencies: dependent.names.length === 0 ? found.dependencies : dependent.dependencies,
      inTheWay: [...inTheWay, ...obstacles.map(obstacleName)],
      hooks: input.config,
    },
  };
}

async function readDatabase(input: PlanInput): Promise<Planning> {
  const { connection, config, models, renames = [], reading } = input;
  const { created = createdOnce([]) } = input;
  const own = reading?.schemas ?? ownSchemas(config, created);
  // Renamed objects must be read, although the models no longer have their old names.
  const renamed = (kind: "schema" | "role"): readonly string[] =>
    renames.flatMap(({ object }) => (object.kind === kind ? [object.name] : []));
  const { schemas, roles = [], ...others } = scopeOf(config, models.schema, own);
  const scope = {
    ...others,
    schemas: [...new Set([...schemas, ...renamed("schema")])],
    roles: [...roles, ...renamed("role")],
    ...extensionsInScope(config, created),
  };
  const found = await introspect(connection, scope, { reading });
  return {
    input,
    scope,
    found,
    created,
    before: found.schema,
    desired: { ...models.schema, ...defined({ extensions: config.extensions }) },
    linked: [],
    renamed: applyRenames(found.schema, []),
    unconfirmedRenames: [],
    notes: [],
    inTheWay: [],
  };
}

function noteUndescribed({ found, before, notes }: Planning): void {
  const compared = new Set([...before.tables, ...before.views].map(nameKey));
  const leftAlone = [...found.schema.tables, ...found.schema.views]
    .filter((relation) => !compared.has(nameKey(relation)))
    .map(displayName);
  const isCompared = (object: string): boolean =>
    !leftAlone.some((name) => object === name || object.startsWith(`${name}.`));
  for (const { object, message } of found.notes) if (isCompared(object)) notes.push(message);
}

function obstacleName({ kind, schema, table, name }: Obstacle): string {
  return `${kind} ${[schema, table, name].filter((part) => part !== undefined).join(".")}`;
}

function obstacleNote(obstacle: Obstacle): string {
  const object = obstacleName(obstacle);
  return obstacle.isDoomed === true
    ? `The ${object} uses a table or column that this migration drops, and PostgreSQL will refuse that: drop or change it first, with op.execute.`
    : `The ${object} uses a column or type that this migration changes, and PostgreSQL will refuse that: drop it first and recreate it afterwards, with op.execute.`;
}

/** @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`, `rename_answer` */
export async function resolveRenames(planning: Planning): Promise<void> {
  const { input, before, desired } = planning;
  const { renames: given = [], chooseRename, detectRenames = true, told, connection } = input;
  let renames = given;
  if (detectRenames && chooseRename !== undefined) {
    const questions = renameQuestions(before, desired, given);
    let next = questions.next();
    while (next.done !== true) next = questions.next(await chooseRename(next.value));
    renames = next.value;
  } else if (detectRenames) {
    planning.unconfirmedRenames = likelyRenames(before, desired, given, told);
  }
  const renamed = applyRenames(before, renames, desired);
  const hasNames = connection.serverVersion >= NAMED_NOT_NULLS && renames.length > 0;
  planning.renamed = hasNames
    ? { ...renamed, schema: keepNotNullNames(before, renamed.schema) }
    : renamed;
}
