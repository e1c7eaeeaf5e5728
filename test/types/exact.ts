/** Whether two types are the same, not merely assignable to each other. */
export type Exact<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type KnownKeys<T> = keyof {
  [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: true;
};

/**
 * The type without the index signatures that loose objects have, at every depth; intersections become one object, and
 * open lists of values (`Open<…>`) the `string` that a schema lets through.
 */
export type Closed<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends number | boolean | bigint | symbol | null | undefined
    ? T
    : T extends readonly (infer Element)[]
      ? Closed<Element>[]
      : T extends object
        ? { [Key in keyof Pick<T, KnownKeys<T> & keyof T>]: Closed<T[Key]> }
        : T;

/** Compiles only for `true`. */
export const holds = <_ extends true>(): void => undefined;
