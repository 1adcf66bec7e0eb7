import { Name, SQL, StringChunk } from "drizzle-orm";
import { is } from "./entity.js";

/**
 * Whether a chunk of a query begins with the name of a table or view that the model has in no
 * schema. Drizzle's query builder writes what it joins, and a table that it reads under an alias,
 * as mere names, and leaves the place of the schema empty.
 *
 * @param place Of the chunk.
 */
export function lacksSchema(chunks: readonly unknown[], place: number): boolean {
  const chunk = chunks[place];
  return is(chunk, Name) ? isJoined(chunks, place) : isAliased(chunk, chunks[place - 1]);
}

/** The template of a join: kind, ` join`, lateral, ` `, schema, ``, name. */
function isJoined(chunks: readonly unknown[], place: number): boolean {
  return (
    textOf(chunks[place - 5]) === " join" &&
    textOf(chunks[place - 3]) === " " &&
    place >= 2 &&
    chunks[place - 2] === undefined &&
    textOf(chunks[place - 1]) === ""
  );
}

/** Behind ` from `, the template of a table with an alias: a template with its name, ` `, alias. */
function isAliased(chunk: unknown, before: unknown): boolean {
  if (!is(chunk, SQL) || textOf(before)?.endsWith(" from ") !== true) return false;
  const [, table, space, alias] = chunk.queryChunks;
  return (
    is(table, SQL) &&
    table.queryChunks.length === 3 &&
    is(table.queryChunks[1], Name) &&
    textOf(space) === " " &&
    is(alias, Name)
  );
}

function textOf(chunk: unknown): string | undefined {
  return is(chunk, StringChunk) ? chunk.value.join("") : undefined;
}
