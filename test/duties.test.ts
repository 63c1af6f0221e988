import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'

/** Every clause of the five documents that a registry is to serve, by document and fit, in the order of the page. */
const CLAUSES: Record<string, Record<'A' | 'B', string[]>> = {
  D01: {
    A: ['preamble: target', 'preamble: categories', 'I.2, II.10.b', 'I.3, II.2.a', 'I.9, II.2.a', 'I.10, II.2.a', 'I.12, II.9.b, II.2.h, II.7.b', 'II.2.đ', 'II.3.a'],
    B: ['I.1, II.2.a', 'I.3: support', 'I.5, II.2.a, II.10.a', 'I.11, II.2.b, II.3.đ, II.5.c', 'II.1.a–d', 'II.1.b', 'II.2.g, II.9.a', 'II.3.b', 'II.5.d', 'II.5.đ', 'II.5.e', 'II.10.c'],
  },
  L1080: { A: ['preamble', '2', '3, dash 1', '3, dash 2 (a)', '3, dash 2 (b)', '3, dash 2 (c)', '4: province', '4: ministry'], B: ['closing'] },
  MICD: {
    A: ['1.1.b', '1.2.c', '1.2.d, 2.4, 3.2.b', '2', '2.2', '2.4', '4.1', '4.3'],
    B: ['1.1.c', '1.1.d', '1.2.a–b', '1.3.b', '1.5.a–b', '1.6.b', '1.7', '2.3', '3.1.a–c', '3.2.a'],
  },
  R26: {
    A: ['II.2.c', 'II.3.d, annex 3.2', 'II.3.đ', 'II.5.a, dash 2', 'II.5.a, dash 3; II.5.đ', 'II.5.e', 'III.7.a, III.8.a', 'annex'],
    B: ['II.1.đ, III.7.c, III.8.c', 'II.2.g–h', 'II.5.a, dash 1', 'II.5.a, dash 4', 'II.5.c', 'II.5.d', 'II.5.g–h', 'II.6.c', 'II.6.p', 'III.1.a', 'III.1.d, III.2.b, III.3.a, III.7.d', 'III.9'],
  },
  H2929: { A: ['I, II.2', 'III.2.a', 'IV.2, dash 2', 'IV.2, dash 4'], B: ['II.2, III.2.b', 'III.1.b', 'III.4', 'IV.3', 'IV.4'] },
}

interface Endpoint { method: string, path: string }
interface Duty { document: string, clause: string, fit: string, asks: string, mark: string, endpoints: Endpoint[], tests: string[] }

const read = (file: string) => readFile(file, 'utf8')
const page = await read('docs/duties.md')
const { paths } = parse(await read('openapi/openapi.yaml')) as { paths: Record<string, Record<string, unknown>> }
const coded = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!)
const endpointsIn = (text: string): Endpoint[] => coded(text).flatMap((one) => {
  const [, method, path] = /^(GET|PUT|POST|DELETE|PATCH) \/v1(\/.*)$/.exec(one) ?? []
  return method && path ? [{ method, path }] : []
})

const duties: Duty[] = page.split(/^### (?=\w+ · )/m).slice(1).flatMap((section) => {
  const [document = ''] = section.split(' ')
  return section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Clause')).map((line) => {
    const [clause = '', fit = '', asks = '', , mark = '', where = '', tests = ''] = line.slice(2, -2).split(' | ')
    return { document, clause, fit, asks, mark, endpoints: endpointsIn(where), tests: coded(tests) }
  })
})
const nameOf = ({ document, clause }: Duty) => `${document} ${clause}`

t.test('every clause is there, once, with its fit', (t) => {
  for (const [document, fits] of Object.entries(CLAUSES)) {
    for (const [fit, clauses] of Object.entries(fits)) {
      t.strictSame(duties.filter((one) => one.document === document && one.fit === fit).map(({ clause }) => clause).sort(), clauses.toSorted(), `${document} ${fit}`)
    }
  }
  t.equal(duties.length, Object.values(CLAUSES).reduce((sum, { A, B }) => sum + A.length + B.length, 0))
  t.end()
})

t.test('every endpoint that is named is in the description of the API', (t) => {
  const named = endpointsIn(page)
  t.ok(named.length > 100, `${named.length} are named`)
  t.strictSame(named.filter(({ method, path }) => paths[path]?.[method.toLowerCase()] === undefined), [])
  t.equal(named.length, coded(page).filter((one) => /\/v1\//.test(one)).length, 'each of them with its method')
  t.end()
})

t.test('what is served says where and by which test; what is not says what is missing', (t) => {
  for (const duty of duties) {
    const isMissing = duty.asks.includes('*Missing: ')
    if (duty.mark === '○') t.ok(isMissing && duty.tests.length === duty.endpoints.length, nameOf(duty))
    else t.ok(['●', '◐'].includes(duty.mark) && isMissing === (duty.mark === '◐') && duty.endpoints.length > 0 && duty.tests.length > 0, nameOf(duty))
  }
  t.end()
})

/** How tests write the address of a report; in other words it stands in no line of theirs. */
const REPORT = '/v1/reports/d01-2026/submissions/48'
const spelt = (text: string) => text.replace(/\$\{at\([^()]*\)\}/g, REPORT).replace(/(?<![\w.])at\([^()]*\)/g, `'${REPORT}'`)

/** What stands for a parameter in a test: any text or expression. */
const PARAMETER = /(?:[^/?'"`\s${}]|\$\{[^}]*\})+/.source
/** Where an address ends, but for a query. */
const END = /(?![\w/-]|\$\{(?!next|query))/.source
const addressOf = (path: string): RegExp => new RegExp(`/v1${path.split(/\{\w+\}/).join(PARAMETER)}${END}`)

/** The lines that ask for a path by a method. */
const linesThatAsk = (lines: string[], { method, path }: Endpoint): number[] => lines.flatMap((line, i) => {
  const at = line.search(addressOf(path))
  if (at < 0) return []
  const isOther = /'(PUT|POST|DELETE|PATCH)'/.test(line.slice(0, at))
  return (method === 'GET' ? !isOther || line.includes('\'GET\'') : line.includes(`'${method}'`) || line.includes(`\`${method} `)) ? [i] : []
})

interface Source { lines: string[], helpers: string[][] }

/** A test with the helpers that it imports: what one of these asks counts where the test calls it by its name. */
async function sourceOf (file: string): Promise<Source> {
  const text = spelt(await read(file))
  const helpers = [...text.matchAll(/from '((?:\.\.?\/)+support\/\w+\.ts)'/g)].map(([, path]) => join(dirname(file), path!))
  return { lines: text.split('\n'), helpers: await Promise.all(helpers.map(async (helper) => spelt(await read(helper)).split('\n'))) }
}

function asks ({ lines, helpers }: Source, endpoint: Endpoint): boolean {
  if (linesThatAsk(lines, endpoint).length > 0) return true
  return helpers.some((helper) => linesThatAsk(helper, endpoint).some((i) => {
    const [, name] = /^\s*(?:const )?(\w+)(?: =|:) (?:async )?\(/.exec(helper[i]!) ?? /^\s*(?:const )?(\w+)(?: =|:) (?:async )?\(/.exec(helper[i - 1] ?? '') ?? []
    return name !== undefined && lines.some((line) => line.includes(`${name}(`))
  }))
}

t.test('every test that is named asks for what its clause names', async (t) => {
  const files = [...new Set(duties.flatMap(({ tests }) => tests))]
  t.strictSame(files.filter((file) => !existsSync(file)), [], 'they exist')
  const sources = new Map(await Promise.all(files.map(async (file) => [file, await sourceOf(file)] as const)))
  for (const duty of duties) {
    t.strictSame(duty.endpoints.filter((endpoint) => !duty.tests.some((file) => asks(sources.get(file)!, endpoint))), [], `${nameOf(duty)}: each endpoint is asked`)
    t.strictSame(duty.tests.filter((file) => !duty.endpoints.some((endpoint) => asks(sources.get(file)!, endpoint))), [], `${nameOf(duty)}: each test asks one`)
  }
})
