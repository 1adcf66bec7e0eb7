/**
 * A message as part of a file name, as Alembic makes it: its words in lower case, joined by
 * underscores; too long, it is cut after the last whole word that fits and ends in an underscore.
 *
 * @param maxLength In characters.
 * @example slugify("Add manufacturer column to vehicles table") // "add_manufacturer_column_to_vehicles_"
 */
export function slugify(message: string, maxLength = 40): string {
  const slug = (message.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).join("_").toLowerCase();
  const characters = [...slug];
  if (characters.length <= maxLength) return slug;
  const cut = characters.slice(0, maxLength).join("");
  const lastWordEnd = cut.lastIndexOf("_");
  return `${lastWordEnd === -1 ? cut : cut.slice(0, lastWordEnd)}_`;
}
