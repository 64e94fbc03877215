"""The HTML of the page: one shell, and what stands in it with and without the built files."""

from __future__ import annotations

from string import Template
from typing import Final

_SHELL: Final = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Foyer</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath \
d='M3 15V4a5 3 0 0 1 10 0v11z' fill='%23b3005e'/%3E%3Ccircle cx='10.5' cy='9' r='1' fill='white'/%3E%3C/svg%3E">
<style>
  :root { color-scheme: light dark; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
  .notice { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.25rem; }
</style>
$head
</head>
<body>
$body
</body>
</html>
""")

# Addresses are relative: the page stands at …/graphql, its files at …/graphiql/, behind whatever path a proxy adds.
GRAPHIQL: Final = _SHELL.substitute(
    head="""\
<link rel="stylesheet" href="graphiql/graphiql.css">
<script type="module" src="graphiql/graphiql.js"></script>""",
    body="""\
<div id="graphiql"><p class="notice">Loading GraphiQL …</p></div>
<noscript><p class="notice">GraphiQL needs JavaScript. Programs can send their queries to this same address.</p>
</noscript>""",
)

NOT_BUILT: Final = _SHELL.substitute(
    head="",
    body="""\
<main class="notice">
<h1>GraphiQL is not built</h1>
<p>The gateway is running and answers GraphQL at this address. Only the page to explore it with is missing.</p>
<p>Build it with <code>make graphiql</code> in the project's folder (this needs Node.js), then load this page again.</p>
</main>""",
)
