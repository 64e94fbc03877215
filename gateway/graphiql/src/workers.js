// Monaco asks for its workers by label; each is a file beside this one, so that `worker-src 'self'` suffices.
const FILES = { graphql: 'graphql.worker.js', json: 'json.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_module, label) =>
    new Worker(new URL(FILES[label] ?? 'editor.worker.js', import.meta.url), { type: 'module', name: label }),
};
