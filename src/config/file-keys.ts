/** The keys about the files of migrations: where they lie, what they are called, who tidies them. */
import type { Keys } from "./keys.js";
import type { Config, PostWriteHook } from "./types.js";

export const defaultFileTemplate = "{{rev}}_{{slug}}";

type FileKeys = Pick<
  Config,
  | "recursiveVersionLocations"
  | "fileTemplate"
  | "truncateSlugLength"
  | "timezone"
  | "postWriteHooks"
>;

/** @throws GenError `config_invalid`, naming the key */
export function fileKeys(keys: Keys): FileKeys {
  const recursiveVersionLocations = keys.flag("recursiveVersionLocations");
  return {
    recursiveVersionLocations,
    fileTemplate: fileTemplate(keys, recursiveVersionLocations ?? false),
    truncateSlugLength: keys.count("truncateSlugLength"),
    timezone: timezone(keys),
    postWriteHooks: keys.objects("postWriteHooks")?.map(hook),
  };
}

function fileTemplate(keys: Keys, isRecursive: boolean): string | undefined {
  const template = keys.string("fileTemplate");
  if (template?.includes("/") && !isRecursive) {
    throw keys.invalid(
      ": `fileTemplate` makes folders, in which no migration would be found.",
      "Add `recursiveVersionLocations: true`, or take the `/` out.",
    );
  }
  return template;
}

function timezone(keys: Keys): string | undefined {
  const name = keys.string("timezone");
  if (name === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw keys.invalid(
      `: there is no time zone ${JSON.stringify(name)}.`,
      "`timezone` is an IANA name, such as `UTC` or `Europe/Berlin`.",
    );
  }
}

function hook(keys: Keys): PostWriteHook {
  keys.rejectUnknown(["name", "command", "cwd"] satisfies readonly (keyof PostWriteHook)[]);
  const raw = keys.raw("command");
  const command = typeof raw === "string" ? keys.string("command") : keys.strings("command");
  if (command === undefined) throw keys.wrong("command", "a string or an array of strings");
  return { name: keys.string("name"), command, cwd: keys.string("cwd") };
}
