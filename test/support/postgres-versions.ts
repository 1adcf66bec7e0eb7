/** The major versions of PostgreSQL whose binaries are among the development dependencies. */
export const postgresVersions = ["14", "15", "16", "17", "18"] as const;

export type PostgresVersion = (typeof postgresVersions)[number];

export function isPostgresVersion(text: string): text is PostgresVersion {
  return postgresVersions.some((version) => version === text);
}
