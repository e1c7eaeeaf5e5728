/** The business portfolio that owns all accounts. */
export const portfolio = { id: "2729063490586005", name: "Test Portfolio" } as const;
