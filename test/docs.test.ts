import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import t from 'tap'
import { issueKey } from '../src/auth/commands.ts'
import { systemAuthor } from '../src/journal/audit.ts'
import { closeYear, openYear } from '../src/returns/commands.ts'
import { codeOf, feedRecord } from './support/feed.ts'
import { testRegister } from './support/register.ts'

const LEFT_OUT = /^(node_modules|dist|\.git|\.tap|\.tests|\.data.*|coverage|screenshots)$/

async function listFiles (folder = '.'): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !LEFT_OUT.test(name))
  const lists = await Promise.all(entries.map((entry) => entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
  return lists.flat().sort()
}

const read = (file: string) => readFile(file, 'utf8')
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first]) => first!)
/** Every text that tells people or machines where things are and what to run. */
const files = await listFiles()
const documents = new Map(await Promise.all(files.filter((file) => file.endsWith('.md')).map(async (file) => [file, await read(file)] as const)))
const recipes = new Map(await Promise.all(['Dockerfile', 'docker-compose.yml', '.ci/run'].map(async (file) => [file, await read(file)] as const)))
/** What the service makes beside its database. */
const OF_DATA_DIR = /^(\.data[\w-]*|postgres|sandbox|snapshots|node_modules\/\.cache)\/$/
/** Stands for any name. */
const PATTERN = /\bNN-/
const withoutBlocks = (text: string) => text.replace(/^```.*?^```$/gms, '')
/** The source of what the build makes. */
const sourceOf = (path: string) => path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts')

// Before the first of the tests: waited for among them, they could all be over before it is there.
const { app, db } = await testRegister(t, [feedRecord({ code: codeOf(0) }), feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2015-06-01' })])
const { key } = await issueKey(db, { label: 'reader of the documents', scopes: ['admin'] })
await openYear(db, { year: 2025, dueOn: null }, systemAuthor('documents'))
await closeYear(db, 2025, systemAuthor('documents'))

t.ok(documents.size >= 10, 'sees the documents')

t.test('every link leads somewhere', async (t) => {
  const anchors = (text: string) => all(withoutBlocks(text), /^#+ (.+)$/gm).map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
  for (const [file, text] of documents) {
    const dead: string[] = []
    for (const target of all(withoutBlocks(text), /\]\(([^)\s]+)\)/g).filter((target) => !/^(https?|mailto):/.test(target))) {
      const [path = '', anchor] = target.split('#')
      const to = path === '' ? file : join(dirname(file), path)
      if (!existsSync(to) || (anchor !== undefined && !anchors(await read(to)).includes(decodeURIComponent(anchor)))) dead.push(target)
    }
    t.strictSame(dead, [], file)
  }
})

t.test('every path that is named exists', async (t) => {
  for (const [file, text] of documents) {
    const named = all(withoutBlocks(text), /`([\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|js|md|csv|ya?ml|sh|sql)))`/g).filter((path) => !OF_DATA_DIR.test(path) && !PATTERN.test(path))
    // A file may be named alone where the text is about its folder, and a room of `src/` without it.
    const exists = (path: string) => ['.', dirname(file), 'src'].some((place) => existsSync(join(place, sourceOf(path)))) ||
      (!path.includes('/') && files.some((one) => basename(one) === path))
    t.strictSame(named.filter((path) => !exists(path)), [], file)
  }
})

t.test('every command that is named exists', async (t) => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  const runs = (text: string) => all(text, /\bnpm (?:run (?=[\w:-])|(?=(?:start|test)\b))([\w:-]+)/g)
  const programs = (text: string) => all(text, /\b(dist\/[\w/-]+\.js)\b/g)
  for (const [file, text] of [...documents, ...recipes]) {
    // CI runs the tests of the pages only where there are any.
    const isOptional = (script: string) => file === '.ci/run' && script === 'test:pages' && text.includes('scripts["test:pages"] ?')
    t.strictSame(runs(text).filter((script) => !scripts[script] && !isOptional(script)), [], `scripts in ${file}`)
    t.strictSame(programs(text).filter((program) => !existsSync(sourceOf(program))), [], `programs in ${file}`)
  }
  t.strictSame(programs(Object.values(scripts).join('\n')).filter((program) => !existsSync(sourceOf(program))), [], 'programs in package.json')
})

t.test('the README has every setting with its default, and no other', async (t) => {
  const [, block = ''] = /const Env = z\.object\(\{\n(.*?)\n\}\)/s.exec(await read('src/config.ts')) ?? []
  const settings = block.split(/^ {2}(?=[A-Z][A-Z_]+: )/m).filter((part) => part !== '').map((part) => {
    const [, value] = /\.default\((.*)\)/s.exec(part) ?? []
    return [/^\w+/.exec(part)![0], value?.replaceAll(/(?<=\d)_/g, '').match(/([\w.]+)\W*$/)?.[1]] as const
  })
  const rows = [...documents.get('README.md')!.matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)].map(([, name, value]) => [name!, value!] as const)
  t.ok(settings.length > 10, 'finds the settings')
  t.strictSame(rows.map(([name]) => name).sort(), settings.map(([name]) => name).sort())
  for (const [name, value] of settings) if (value !== undefined) t.equal(new Map(rows).get(name), `\`${value}\``, `the default of ${name}`)
})

t.test('image and compose file name only what is there', async (t) => {
  const [docker, compose] = [recipes.get('Dockerfile')!, recipes.get('docker-compose.yml')!]
  const [ignore, config] = [await read('.dockerignore'), await read('src/config.ts')]
  const copied = all(docker, /^COPY (?!--from)(.+) \S+$/gm).flatMap((paths) => paths.split(' '))
  t.ok(copied.length > 5, 'finds what is copied')
  t.strictSame(copied.filter((path) => !existsSync(path)), [], 'what is copied exists')
  t.strictSame(copied.filter((path) => !ignore.split('\n').includes(`!${path}`)), [], 'what is copied reaches the build')
  const mounted = all(compose, /- (\.\/[^:\s]+):/g)
  t.ok(mounted.length > 0, 'finds what is mounted')
  t.strictSame(mounted.filter((path) => !existsSync(path)), [], 'what is mounted exists')
  t.strictSame(all(compose, /command: \[node, (\S+?)\]/g).filter((program) => !existsSync(sourceOf(program))), [], 'what is run exists')
  const required = all(compose, /\$\{([A-Z_]+):\?/g)
  t.ok(required.length >= 4, 'finds what has to be set')
  t.strictSame(required.filter((name) => !documents.get('README.md')!.includes(`\n${name}=…\n`)), [], 'the README says what has to be set')
  t.strictSame(all(compose, /\$\{([A-Z_]+):-/g).filter((name) => !config.includes(`\n  ${name}: `)), [], 'what can be set is a setting')
})

t.test('the changelog begins with what is unreleased', async (t) => {
  t.equal(all(documents.get('CHANGELOG.md')!, /^## (.+)$/gm)[0], 'Unreleased')
})

t.test('the read-me of the seeds names each of its files', async (t) => {
  const seeds = files.filter((file) => /^seeds\/.*\.csv$/.test(file)).map((file) => basename(file))
  t.strictSame(seeds.filter((file) => !documents.get('seeds/README.md')!.includes(`\`${file}\``)), [])
})

t.test('no file knows the machine or the package registry that it was made with', async (t) => {
  const known = [/(?<![\w.$}])\/(?:work|root|home|Users)\//, /"resolved":/, /\bregistry\.npm/]
  const texts = await Promise.all(files.filter((file) => !/\.(png|gz)$/.test(file)).map(async (file) => [file, await read(file)] as const))
  // This file is left out, since it holds the patterns.
  t.strictSame(texts.filter(([file, text]) => file !== 'test/docs.test.ts' && known.some((pattern) => pattern.test(text))).map(([file]) => file), [])
})

/** The members of an example that an answer does not have, by path; lists are compared by their first item. */
function strangers (example: unknown, answer: unknown, path = ''): string[] {
  if (Array.isArray(example)) return Array.isArray(answer) ? example.length > 0 && answer.length > 0 ? strangers(example[0], answer[0], `${path}[0]`) : [] : [path]
  if (typeof example !== 'object' || example === null) return []
  if (typeof answer !== 'object' || answer === null) return [path]
  return Object.entries(example).flatMap(([name, value]) => name in answer ? strangers(value, (answer as Record<string, unknown>)[name], `${path}.${name}`) : [`${path}.${name}`])
}

t.test('every request in the documents is answered, in the shape that they show', async (t) => {
  let asked = 0
  for (const [file, text] of documents) {
    for (const [, commands, example] of text.matchAll(/^```sh\n(.*?)^```$(?:\n\n```json\n(.*?)^```$)?/gms)) {
      for (const command of commands!.split('\n').filter((line) => line.startsWith('curl '))) {
        const [, url] = /'?http:\/\/127\.0\.0\.1:3000(\/[^'\s]*)'?/.exec(command) ?? []
        t.ok(url, `${file}: ${command} asks this service`)
        const headers = Object.fromEntries([...command.matchAll(/-H ['"]([\w-]+): ([^'"]+)['"]/g)].map(([, name, value]) => [name!.toLowerCase(), value!.replace('$KEY', key)]))
        const response = await app.inject({ url: url!, headers })
        t.equal(response.statusCode, 200, `${file}: ${command}`)
        if (example !== undefined) t.strictSame(strangers(JSON.parse(example), response.json()), [], `${file}: the example of ${url}`)
        asked++
      }
    }
  }
  t.ok(asked >= 3, 'asks at least three times')
})
