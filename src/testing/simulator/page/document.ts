import { paths } from "../../../page/protocol.ts";

/** The page before its script runs. */
export const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>wacloud simulator</title>
<link rel="icon" href="${paths.icon}">
<link rel="stylesheet" href="${paths.style}">
<script type="module" src="${paths.script}"></script>
</head>
<body>
<div id="root"><noscript>The simulator's page needs JavaScript.</noscript></div>
</body>
</html>
`;

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3b4cca"/><path d="M8 10h10a3 3 0 0 1 3 3v3a3 3 0 0 1-3 3h-6l-4 3z" fill="#fff"/><path d="M24 14v6a4 4 0 0 1-4 4h-6" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`;
