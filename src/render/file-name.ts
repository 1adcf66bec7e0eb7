/** What a new migration's file is called. */
import { ExitStatus, GenError } from "../errors.js";
import { datePart, type DatePart, dateParts } from "./dates.js";

export interface FileNameInput {
  /** The configuration's `fileTemplate`. */
  readonly template: string;
  readonly revision: string;
  /** See `slugify`; empty without a message. */
  readonly slug: string;
  readonly date: Date;
  /** An IANA name. */
  readonly timezone: string;
}

const tokens = ["rev", "slug", ...datePart] as const;
type Token = (typeof tokens)[number];

/**
 * The path of a migration's file inside the migrations folder, with `/` between its parts.
 *
 * @throws GenError `file_template` for a token that is not known, or a name under which the file
 *   would not be found again
 * @example
 * fileName({ template: "{{rev}}_{{slug}}", revision: "3f2a", slug: "add_email", date, timezone })
 * // "3f2a_add_email.ts"
 */
export function fileName(input: FileNameInput): string {
  const { template, revision, slug, date, timezone } = input;
  const parts = dateParts(date, timezone);
  const values: Readonly<Record<Token, string>> = { rev: revision, slug, ...padded(parts) };
  const name = withoutEmptySlug(template, slug).replaceAll(
    placeholder,
    (text, ours: string | undefined, theirs: string | undefined) => {
      const token = tokens.find((known) => known === (ours ?? theirs));
      if (token === undefined) throw unknownToken(template, text);
      return values[token];
    },
  );
  const path = /\.m?[jt]s$/.test(name) ? name : `${name}.ts`;
  return findable(path, template);
}

/** `{{rev}}`, or Alembic's `%(rev)s` and `%(month).2d`, with `%%` as an INI file writes it. */
const placeholder = /\{\{\s*(\w+)\s*\}\}|%?%\((\w+)\)[\d.]*[sd]/g;

const slugWithSeparator = /[_.-]*(?:\{\{\s*slug\s*\}\}|%?%\(slug\)s)/g;

/** Without a message, what set the message apart goes too. */
function withoutEmptySlug(template: string, slug: string): string {
  return slug === "" ? template.replaceAll(slugWithSeparator, "").replace(/^[_.-]+/, "") : template;
}

function padded(parts: Readonly<Record<DatePart, number>>): Record<DatePart, string> {
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    epoch: String(parts.epoch),
    year: String(parts.year).padStart(4, "0"),
    month: two(parts.month),
    day: two(parts.day),
    hour: two(parts.hour),
    minute: two(parts.minute),
    second: two(parts.second),
  };
}

/** Files and folders whose names begin with `.` or `_` are no revisions. */
function findable(path: string, template: string): string {
  const bad = path.split("/").find((part) => /^(?:$|[._]|node_modules$)/.test(part));
  if (bad === undefined && !/[\0\\]/.test(path)) return path;
  throw new GenError(
    "file_template",
    `The file would be called ${path}, and would not be found there.`,
    {
      hint: `No part of the name may be empty or begin with \`.\` or \`_\`: change the revision's identifier or \`fileTemplate\` (${template}).`,
      status: ExitStatus.usage,
    },
  );
}

function unknownToken(template: string, token: string): GenError {
  return new GenError(
    "file_template",
    `\`fileTemplate\` does not know what ${token} is (${template}).`,
    {
      hint: `It knows ${tokens.map((known) => `{{${known}}}`).join(", ")}.`,
      status: ExitStatus.usage,
    },
  );
}
