import { ExitStatus, GenError } from "../errors.js";
import { MAX_IDENTIFIER_BYTES, truncateIdentifier } from "../schema/identifiers.js";
import type { DescribeOptions } from "./options.js";

/**
 * PostgreSQL would quietly cut a name of more than 63 bytes, and the program would not find it.
 *
 * @throws GenError `name_too_long`
 */
export function checkLength(
  kind: string,
  name: string,
  where: string | (() => string),
  options: DescribeOptions,
): void {
  // A character has three bytes at most for each of its UTF-16 units.
  if (name.length * 3 <= MAX_IDENTIFIER_BYTES || Buffer.byteLength(name) <= MAX_IDENTIFIER_BYTES) {
    return;
  }
  const file = options.file === undefined ? "" : `${options.file}: `;
  throw new GenError(
    "name_too_long",
    `${file}${typeof where === "string" ? where : where()}: the ${kind}'s name has ${Buffer.byteLength(name)} bytes, and PostgreSQL would cut it to 63: "${truncateIdentifier(name)}".`,
    {
      hint: "Give it a shorter name; in TypeScript it can be called as before.",
      status: ExitStatus.usage,
    },
  );
}
