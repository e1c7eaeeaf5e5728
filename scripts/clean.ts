// `clean: true` races when tsup builds two formats at once, so the folder is emptied before it starts.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
