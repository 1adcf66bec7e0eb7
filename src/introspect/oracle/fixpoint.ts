/** Which texts have come to mean the same, and which may yet. */
import { placeKey, type Subject, type Trace } from "./subjects.js";

/** Texts of the models that are not yet equal to a text of the actual side. */
export function unsettled(subject: Subject): readonly Trace[] {
  return [...subject.desired.values()].filter(
    (trace) => !trace.rejected && equalText(subject, trace) === undefined,
  );
}

/** Texts that the server may still print otherwise. */
export function moving(all: readonly Trace[]): readonly Trace[] {
  return all.filter(
    ({ rejected, generations }) =>
      !rejected && (generations.length === 1 || generations.at(-1) !== generations.at(-2)),
  );
}

/**
 * The text of the actual side that means the same: one that the model's text has become, or one
 * that became what the model's text has become. A model's own spelling counts for nothing once the
 * server has printed it, because a rename may have changed what it means.
 */
export function equalText(subject: Subject, trace: Trace): Trace | undefined {
  const printed = new Set(trace.generations.slice(trace.generations.length > 1 ? 1 : 0));
  const place = placeKey(trace.text.place);
  const candidates = [...subject.actual.values()].filter(
    (own) => placeKey(own.text.place) === place,
  );
  return candidates.find((own) => {
    const from = subject.isRenamed && own.generations.length > 1 ? 1 : 0;
    return own.generations.slice(from).some((sql) => printed.has(sql));
  });
}
