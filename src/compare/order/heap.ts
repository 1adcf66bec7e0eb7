/** A binary heap: the smallest item first. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  push(item: T): void {
    let hole = this.#items.push(item) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || this.#compare(item, above) >= 0) break;
      this.#items[hole] = above;
      hole = parent;
    }
    this.#items[hole] = item;
  }

  pop(): T | undefined {
    const smallest = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return smallest;
  }

  #sink(item: T): void {
    const size = this.#items.length;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      let below = this.#items[child];
      const right = this.#items[child + 1];
      if (child + 1 < size && right !== undefined && below !== undefined)
        if (this.#compare(right, below) < 0) {
          child += 1;
          below = right;
        }
      if (child >= size || below === undefined || this.#compare(item, below) <= 0) break;
      this.#items[hole] = below;
      hole = child;
    }
    this.#items[hole] = item;
  }
}
