/** From operations to the TypeScript of a migration file. */
export type { MigrationHeader } from "./header.js";
export { type MigrationInput, preloadRenderer, renderMigration } from "./migration.js";
export { dateParts, isoDate } from "./dates.js";
export { fileName, type FileNameInput } from "./file-name.js";
export { slugify } from "./slug.js";
export { readTemplate, type Template, templateName, templatePath } from "./template.js";
