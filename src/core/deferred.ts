import type { Paginated } from "../types/paging.ts";

/** A list whose request is made up when it is read, by code that is loaded then. */
export const deferred = <T>(load: () => Promise<Paginated<T>>): Paginated<T> => ({
  page: async () => (await load()).page(),
  async *[Symbol.asyncIterator]() {
    yield* await load();
  },
});
