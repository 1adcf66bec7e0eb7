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
  /** Asked about everything that may have been renamed; without it nothing counts as renamed. */
  readonly chooseRename?: (question: RenameQuestion) => Promise<RenameAnswer>;
  /** `false`: neither ask about renames nor tell of likely ones. */
  readonly detectRenames?: boolean;
  /** How certain a rename must be to be reported without a question; by default likely. */
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
  /** What was compared, for a proof of the plan. */
  readonly seen: Seen;
}

export interface Planning {
  readonly input: PlanInput;
  readonly scope: IntrospectionScope;
  readonly found: Introspection;
  /** What the project's migrations create. Their files are read when it is first asked for. */
  readonly created: () => Created;
  /** The database, by its own names, as far as it is compared. */
  before: Schema;
  /** The models, as far as they are compared. */
  desired: Schema;
  /** Unmanaged tables that the models link policies to, as they are. */
  linked: readonly Table[];
  renamed: AppliedRenames;
  unconfirmedRenames: readonly Rename[];
  readonly notes: string[];
  /** Objects that make PostgreSQL refuse the plan, for people. */
  readonly inTheWay: string[];
}
