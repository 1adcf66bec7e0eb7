/** Has work done one piece after the other, in the order in which it was asked for. */
export class CallQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #closed: Error | undefined;

  /** Resolves with the work's result. Work that fails does not stop what comes after it. */
  add<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    this.#pending += 1;
    const result = this.#tail.then(work).finally(() => {
      this.#pending -= 1;
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Resolves when nothing is left, work that was added meanwhile included. */
  async drain(): Promise<void> {
    while (this.#pending > 0) await this.#tail;
  }

  /** From now on, work is refused. */
  close(reason: Error): void {
    this.#closed = reason;
  }
}
