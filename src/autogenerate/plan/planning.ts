import type { Comparison } from "../../compare/compare.js";
import type { AppliedRenames } from "../../compare/renames/apply.js";
import type { RenameAnswer, RenameQuestion } from "../../compare/renames/questions.js";
import type { Rename } from "../../compare/renames/rename.js";
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import type { Reading } from "../../introspect/introspect.js";
import type { Introspection, IntrospectionScope } from "../../introspect/types.js";
import type { Schema, Table } from "../../schema/types.js";
import type { Seen } from "../proof/types.js";
import type { Created } from "../created.js";
import type { ComparisonHooks } from "./hooks.js";
import type { DescribedModels } from "./models.js";

export interface PlanInput {
  readonly renames?: readonly Rename[];
  /** Called for everything that may have been renamed. Without it, nothing counts as renamed. */
  readonly chooseRename?: (question: RenameQuestion) => Promise<RenameAnswer>;
  /** `false`: neither asks about renames nor mentions likely ones. */
  readonly detectRenames?: boolean;
  /** How certain a rename must be to be mentioned without a question. Default: likely. */
  readonly told?: "likely" | "sure";
  readonly connection: Connection;
  readonly config: Pick<
    ResolvedConfig,
    "schemas" | "tables" | "include" | "versionTable" | "journal" | "extensions"
  > &
    ComparisonHooks;
  readonly models: DescribedModels;
  /** What this project's migrations create. */
  readonly created?: () => Created;
  readonly reading?: Reading;
}

export interface Plan extends Pick<Comparison, "upgrade" | "downgrade" | "undo"> {
  readonly notes: readonly string[];
  /** Possible renames, if no question was asked. */
  readonly unconfirmedRenames: readonly Rename[];
  /** What was compared, for the proof of the plan. */
  readonly seen: Seen;
}

export interface Planning {
  readonly input: PlanInput;
  readonly scope: IntrospectionScope;
  readonly found: Introspection;
  /** What the project's migrations create. Reads their files on first use. */
  readonly created: () => Created;
  /** The compared part of the database, by its own names. */
  before: Schema;
  /** The compared part of the models. */
  desired: Schema;
  /** Unmanaged tables that the models link policies to, as they are. */
  linked: readonly Table[];
  renamed: AppliedRenames;
  unconfirmedRenames: readonly Rename[];
  readonly notes: string[];
  /** Objects that make PostgreSQL refuse the plan, for people. */
  readonly inTheWay: string[];
}
