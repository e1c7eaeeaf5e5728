/** What differs between projects of different frameworks. Their files are in `scaffold/`. */
export interface Framework {
  title: string;
  /** Starts the bot on your machine, on port 3000. */
  dev: string;
  scripts: Readonly<Record<string, string>>;
  dependencies: readonly Library[];
  devDependencies: readonly Library[];
  /** How it gets to where it runs, in a sentence. */
  deploy: string;
}

/** The versions that the tests of this release use, or newer ones that are compatible. */
export const versions = {
  "@hono/node-server": "^2.1.9",
  "@types/express": "^5.0.6",
  "@types/node": "^22.20.5",
  "@types/react": "^19.3.0",
  esbuild: "^0.28.2",
  express: "^5.3.0",
  fastify: "^5.12.8",
  hono: "^4.13.19",
  next: "^16.4.5",
  react: "^19.3.1",
  "react-dom": "^19.3.1",
  typescript: "^6.0.3",
  wrangler: "^4.164.0",
} as const;

export type Library = keyof typeof versions;

/** A bot that listens. */
const server = {
  dev: "node --watch src/server.ts",
  scripts: { start: "node --env-file-if-exists=.env src/server.ts" },
  devDependencies: [],
  deploy:
    "Run `npm start` on a server that is reachable over https, or, to try it, on your machine behind a tunnel.",
} as const;

export const frameworks = {
  express: { ...server, title: "Express", dependencies: ["express"], devDependencies: ["@types/express"] },
  fastify: { ...server, title: "Fastify", dependencies: ["fastify"] },
  hono: { ...server, title: "Hono", dependencies: ["@hono/node-server", "hono"] },
  next: {
    title: "Next.js",
    dev: "next dev",
    scripts: { build: "next build", start: "next start" },
    dependencies: ["next", "react", "react-dom"],
    devDependencies: ["@types/react"],
    deploy: "Deploy the app with these variables, or run `npm run build && npm start`.",
  },
  workers: {
    title: "Cloudflare Workers",
    dev: "wrangler dev --port 3000",
    scripts: { deploy: "wrangler deploy" },
    dependencies: [],
    devDependencies: ["wrangler"],
    deploy: "Run `npm run deploy`, then `npx wrangler secret bulk .env`.",
  },
  lambda: {
    title: "AWS Lambda",
    dev: "node --watch src/local.ts",
    scripts: {
      build: "esbuild src/handler.ts --bundle --platform=node --format=esm --outfile=dist/index.mjs",
    },
    dependencies: [],
    devDependencies: ["esbuild"],
    deploy:
      "Run `npm run build`, upload `dist/index.mjs` as a function with the handler `index.handler` and these variables, and give it a function URL.",
  },
} as const satisfies Record<string, Framework>;

/** As `--framework` names it. */
export type FrameworkName = keyof typeof frameworks;

export const frameworkNames = Object.keys(frameworks) as FrameworkName[];
