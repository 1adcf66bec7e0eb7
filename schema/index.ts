export * from "./audit-logs.js";
export * from "./commands.js";
export * from "./relations.js";
export * from "./responses.js";
export * from "./sessions.js";
export * from "./users.js";
export * from "./vehicles.js";
