export type { Connection, Row } from "./connection.js";
export { DatabaseError, type ServerErrorFields } from "./errors.js";
export {
  describeDatabaseError,
  errorLocation,
  shortenStatement,
  type StatementLocation,
} from "./describe-error.js";
export {
  adoptConnection,
  type EmbeddedDatabase,
  type GivenConnection,
  type NodePostgresClient,
} from "./given.js";
export { openConnection, type Notice, type OpenOptions } from "./open.js";
export { maskPassword, parseDatabaseUrl, type DatabaseUrl } from "./url.js";
