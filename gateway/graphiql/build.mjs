// Builds the GraphiQL page: `node build.mjs` writes built/ from src/ and node_modules/, and does nothing where built/
// already holds what the sources give. `node build.mjs --check` only tells, by its exit status: 0 = up to date, 1 = not.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const BUILT = 'built';
const STAMP = join(BUILT, 'stamp'); // written last: a folder that has it is whole
const LICENCE = /^(licen[cs]e|notice|thirdpartynotices)/i;

const ENTRIES = {
  graphiql: 'src/main.jsx',
  'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
  'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
};

/** One hash over the name and content of everything that decides what is built. The lock file stands for node_modules. */
async function hashOfSources() {
  const inSrc = (await readdir('src')).sort().map((name) => join('src', name));
  const hash = createHash('sha256');
  for (const path of ['build.mjs', 'package.json', 'package-lock.json', ...inSrc]) {
    const content = await readFile(path);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Bundles every entry and returns the paths, relative to this folder, of all modules that went in. */
async function bundle() {
  const { build } = await import('esbuild'); // here, so that --check needs no node_modules
  const { metafile } = await build({
    entryPoints: ENTRIES,
    outdir: BUILT,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    legalComments: 'none', // licences() keeps them, whole
    logLevel: 'warning',
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/** The name and licence of each package that the modules come from: what is passed on carries its notices. */
async function licences(modules) {
  const packages = modules.map((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
  const notices = [];
  for (const folder of [...new Set(packages)].filter(Boolean).sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json')));
    const files = (await readdir(folder)).filter((file) => LICENCE.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    notices.push([`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n'));
  }
  return `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Puts a .br and a .gz beside the file, as small as they get: they are made once and served for long. */
async function compress(path) {
  const content = await readFile(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await Promise.all([
    promisify(brotliCompress)(content, { params }).then((small) => writeFile(`${path}.br`, small)),
    promisify(gzip)(content, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
  ]);
}

process.chdir(import.meta.dirname);
const wanted = await hashOfSources();
const upToDate = (await readFile(STAMP, 'utf8').catch(() => '')) === wanted;

if (process.argv.includes('--check')) {
  process.exitCode = upToDate ? 0 : 1;
} else if (upToDate) {
  console.log('GraphiQL is up to date.');
} else {
  await rm(BUILT, { recursive: true, force: true });
  const modules = await bundle();
  await writeFile(join(BUILT, 'LICENSES.txt'), await licences(modules));
  const files = (await readdir(BUILT)).sort();
  await Promise.all(files.map((file) => compress(join(BUILT, file))));
  await writeFile(STAMP, wanted);
  console.log(`GraphiQL is built: ${files.join(', ')}.`);
}
