/** Creates many things of which nobody knows the right order. */
import type { Connection } from "../../database/connection.js";
import { quoteLiteral } from "../../schema/identifiers.js";

export interface Creation {
  /** For people: `table public.cars`. */
  readonly label: string;
  /** By which SQL would mention it. */
  readonly name: string;
  readonly statements: readonly string[];
  /** One by one instead, if the statements are refused. */
  readonly instead: readonly string[];
  /** Absent for what may be left out. */
  readonly isRequired?: boolean;
  /** `extension`, `operatorClass` and so on. */
  readonly kind?: string;
}

export interface RefusedCreation {
  readonly creation: Creation;
  /** In PostgreSQL's words. */
  readonly reason: string;
}

/** Each creation takes some locks until the transaction ends, and the server has room for thousands. */
const AT_ONCE = 200;

/**
 * Creates what can be created, in rounds because one may need another, and returns the rest. One
 * round trip for two hundred.
 */
export async function createAll(
  connection: Connection,
  creations: readonly Creation[],
): Promise<readonly RefusedCreation[]> {
  let refused: readonly RefusedCreation[] = [];
  for (let start = 0; start < creations.length; start += AT_ONCE) {
    const next = creations.slice(start, start + AT_ONCE);
    refused = await inRounds(connection, [...refused.map((one) => one.creation), ...next]);
  }
  const replaced = refused.flatMap(({ creation }) => inPieces(creation));
  if (replaced.length === 0) return refused;
  const others = refused.filter(({ creation }) => creation.instead.length === 0);
  return createAll(connection, [...replaced, ...others.map((one) => one.creation)]);
}

function inPieces({ instead, ...creation }: Creation): readonly Creation[] {
  return instead.map((statement) => ({ ...creation, statements: [statement], instead: [] }));
}

/** One statement that tries each creation on its own, as long as some come through. */
async function inRounds(
  connection: Connection,
  creations: readonly Creation[],
): Promise<readonly RefusedCreation[]> {
  const statements = JSON.stringify(creations.map((one) => one.statements));
  const [, rows = []] = await connection.batch(
    `DO ${quoteLiteral(loop(quoteLiteral(statements)))};
    SELECT pg_catalog.current_setting('gen.refused')::jsonb AS refused`,
  );
  const refused = rows[0]?.["refused"];
  if (typeof refused !== "object" || refused === null) return [];
  return Object.entries(refused).flatMap(([index, reason]) => {
    const creation = creations[Number(index)];
    return creation === undefined ? [] : [{ creation, reason: String(reason) }];
  });
}

const loop = (statements: string): string => `
  DECLARE
    creations jsonb[] := array(SELECT value FROM pg_catalog.jsonb_array_elements(${statements}::jsonb));
    open int[] := array(SELECT i FROM pg_catalog.generate_series(1, pg_catalog.cardinality(creations)) i);
    refused jsonb;
    still int[];
    creation int;
    statement text;
  BEGIN
    LOOP
      refused := '{}';
      still := '{}';
      FOREACH creation IN ARRAY open LOOP
        BEGIN
          FOR statement IN SELECT pg_catalog.jsonb_array_elements_text(creations[creation]) LOOP
            EXECUTE statement;
          END LOOP;
        EXCEPTION WHEN OTHERS THEN
          refused := refused || pg_catalog.jsonb_build_object(creation - 1, SQLERRM);
          still := still || creation;
        END;
      END LOOP;
      EXIT WHEN still = '{}' OR still = open;
      open := still;
    END LOOP;
    PERFORM pg_catalog.set_config('gen.refused', refused::text, false);
  END`;
