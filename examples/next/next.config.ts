import type { NextConfig } from "next";

const config: NextConfig = {
  turbopack: { root: import.meta.dirname }, // only because this app lies inside another npm project
};

export default config;
