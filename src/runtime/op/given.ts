/** A type whose optional keys are not there rather than `undefined`. */
export type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/**
 * The keys of `options` that have a value. A migration may well write `{ include: undefined }`;
 * the operations know only keys that are there and keys that are not.
 */
export function given<T extends object>(options: T): Given<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  // Object.entries forgets which key has which type.
  return Object.fromEntries(entries) as Given<T>;
}
