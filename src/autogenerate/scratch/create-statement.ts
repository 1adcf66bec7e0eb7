import type { Connection, Row } from "../../database/connection.js";
import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";

/**
 * The statement that makes a database which sorts and spells like the one of the connection.
 * https://www.postgresql.org/docs/current/sql-createdatabase.html
 */
export async function createStatement(connection: Connection, name: string): Promise<string> {
  const [row] = await connection.query<{ database: Row; encoding: string }>(
    `select to_jsonb(d) as database, pg_encoding_to_char(d.encoding) as encoding
      from pg_catalog.pg_database d where d.datname = current_database()`,
  );
  const options = row === undefined ? [] : localeOptions(row.database, row.encoding);
  return [`CREATE DATABASE ${quoteIdentifier(name)}`, "TEMPLATE template0", ...options].join(" ");
}

/** The columns of `pg_database` differ from version to version; absent is as good as null. */
function localeOptions(database: Row, encoding: string): readonly string[] {
  const text = (column: string): string | undefined => {
    const value = database[column];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const option = (word: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${word} ${quoteLiteral(value)}`];
  const provider = text("datlocprovider");
  const locale = text("datlocale") ?? text("daticulocale");
  return [
    `ENCODING ${quoteLiteral(encoding)}`,
    ...option("LC_COLLATE", text("datcollate")),
    ...option("LC_CTYPE", text("datctype")),
    ...(provider === "i" ? ["LOCALE_PROVIDER icu", ...option("ICU_LOCALE", locale)] : []),
    ...(provider === "b" ? ["LOCALE_PROVIDER builtin", ...option("BUILTIN_LOCALE", locale)] : []),
    ...(provider === "i" ? option("ICU_RULES", text("daticurules")) : []),
  ];
}
