// The register of a walk through the operations of the specification, and what is asked of each.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { sql } from 'drizzle-orm'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { BAD_BODIES, BAD_HEADERS, BAD_MEMBERS, BAD_VALUES, badCursors, dice, misspellings } from './bad-values.ts'
import { codeOf, feedRecord } from './feed.ts'
import { testRegister } from './register.ts'

interface Schema { $ref?: string, type?: string | string[], enum?: unknown[], items?: Schema, examples?: unknown[], minimum?: number, properties?: Record<string, Schema>, [keyword: string]: unknown }
interface Parameter { name: string, in: string, required?: boolean, example?: unknown, schema: Schema }
interface Operation { operationId: string, description?: string, security?: object[], parameters?: Parameter[], requestBody?: { content: Record<string, { schema: Schema }> }, responses: Record<string, unknown> }
interface Target { method: string, path: string, operation: Operation, isOpen: boolean }
interface Asked { url: string, headers?: Record<string, string>, payload?: string | Buffer }

const SEED = 20_261_122
const PATIENCE_MS = 10_000

const { app, db } = await testRegister(t, Array.from({ length: 12 }, (_, n) => feedRecord({ code: codeOf(n + 1), industries: n % 2 ? ['6201'] : ['6202'] })))
// The walk revokes and rotates keys of low numbers: its own are not among them.
await issueKey(db, { label: 'to be revoked', scopes: ['publish'] })
await db.execute(sql`alter table keys alter column id restart with 700000001`)
const { key } = await issueKey(db, { label: 'tester', scopes: ['admin'] })
type Described = Omit<Operation, 'parameters'> & { parameters?: (Parameter | { $ref: string })[] }
const document = app.swagger() as unknown as { paths: Record<string, Record<string, Described>>, components: { schemas: Record<string, Schema>, parameters: Record<string, Parameter> } }
const resolved = ({ parameters = [], ...operation }: Described): Operation =>
  ({ ...operation, parameters: parameters.map((one) => '$ref' in one ? document.components.parameters[one.$ref.split('/').at(-1)!]! : one) })
const operations: Target[] = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) =>
  ({ method: method.toUpperCase(), path, operation: resolved(operation), isOpen: operation.security?.some((requirement) => Object.keys(requirement).length === 0) ?? false })))
const random = dice(SEED)

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
ajv.addSchema({ $id: 'api', components: document.components })
const isProblem = ajv.compile({ $ref: 'api#/components/schemas/Problem' })

const schemaOf = (schema: Schema): Schema => schema.$ref ? schemaOf(document.components.schemas[schema.$ref.split('/').at(-1)!]!) : schema

/** Text that the parameter takes: its example, or what its type allows. */
function validText ({ name, example, schema }: Parameter): string {
  const { type, enum: values, examples, minimum, items } = schemaOf(schema)
  const given = example ?? examples?.[0] ?? values?.[0] ?? (type === 'array' ? items?.enum?.[0] : undefined)
  if (given !== undefined) return [given].flat().join(',')
  if (type === 'integer') return String(minimum ?? 1)
  if (type === 'boolean') return 'true'
  return /code$|province|commune/.test(name) ? '01' : 'a'
}

/** Whether the description lets this text pass; what it refuses, the service must refuse. */
function isAllowed ({ schema }: Parameter, text: string): boolean {
  const described = schemaOf(schema)
  const value = described.type === 'array' ? text.split(',') : described.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : described.type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text
  return ajv.validate(schema, value) as boolean
}

/** As a server reads it: what is no UTF-8 becomes U+FFFD, which no text may hold. */
const readAs = (value: string) => new URLSearchParams(`v=${value}`).get('v') ?? ''

const urlOf = (path: string, parameters: Parameter[], replaced: Record<string, string> = {}) =>
  `/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => replaced[name] ?? encodeURIComponent(validText(parameters.find((one) => one.in === 'path' && one.name === name)!)))}`

function queryOf (parameters: Parameter[], own: [string, string][]): string {
  const needed = parameters.filter((one) => one.in === 'query' && one.required && !own.some(([name]) => name === one.name)).map((one): [string, string] => [one.name, encodeURIComponent(validText(one))])
  const all = [...needed, ...own]
  return all.length > 0 ? `?${all.map(([name, value]) => `${name}=${value}`).join('&')}` : ''
}

/** Operations that write and were done, and whether the trail has ever told of it; one that is done twice may have changed nothing. */
const trailed = new Map<string, boolean>()
let entries = 0
async function follow (operation: string) {
  const { rows: [head] } = await db.execute<{ number: number }>(sql`select number from audit_head`)
  trailed.set(operation, trailed.get(operation) === true || head!.number > entries)
  entries = head!.number
}

/** What is wrong with the answer to a request, if anything. */
async function complaint ({ method, path, isOpen }: Target, { url, headers, payload }: Asked, expected?: number): Promise<string[]> {
  const began = performance.now()
  const response = await app.inject({ method: method as NonNullable<InjectOptions['method']>, url, headers: { ...!isOpen && { authorization: `Bearer ${key}` }, ...headers }, ...payload !== undefined && { payload } })
  const { statusCode, body } = response
  if (method !== 'GET' && statusCode < 300) await follow(`${method} ${path}`)
  const type = String(response.headers['content-type'] ?? '')
  const wrong = [
    statusCode >= 500 && `answers ${statusCode}: ${body.slice(0, 200)}`,
    expected !== undefined && statusCode !== expected && `answers ${statusCode}, not ${expected}`,
    performance.now() - began > PATIENCE_MS && 'takes too long',
    response.headers['api-version'] === undefined && 'has no API-Version',
    /\bat \S+ \(?(file:|\/|node:)|node_modules|\bselect .+ from\b/i.test(statusCode >= 400 ? body : '') && `tells of its inside: ${body.slice(0, 200)}`,
    statusCode >= 400 && !type.startsWith('application/problem+json') && `answers ${statusCode} as ${type}`,
    statusCode >= 400 && type.startsWith('application/problem+json') && (!isProblem(response.json()) || response.json().status !== statusCode) && `answers no problem document: ${body.slice(0, 200)}`,
  ]
  return wrong.filter((text) => text !== false).map((text) => `${method} ${url.slice(0, 200)} ${JSON.stringify(headers ?? {}).slice(0, 100)} ${payload?.toString().slice(0, 80) ?? ''} ${text}`)
}

async function complaints (target: Target, asked: { asked: Asked, expected?: number | undefined }[]): Promise<string[]> {
  const found: string[] = []
  // Writes wait for each other anyway.
  const atOnce = target.method === 'GET' ? 8 : 1
  for (let next = 0; next < asked.length; next += atOnce) {
    found.push(...(await Promise.all(asked.slice(next, next + atOnce).map((one) => complaint(target, one.asked, one.expected)))).flat())
  }
  return found
}

const parametersOf = ({ parameters = [] }: Operation, place: string) => parameters.filter((one) => one.in === place)

/** First pages of one item each, so that there are cursors to misuse. */
const cursors = new Map<string, string>()
for (const { method, path, operation } of operations) {
  if (method !== 'GET' || !parametersOf(operation, 'query').some(({ name }) => name === 'cursor')) continue
  const { parameters = [] } = operation
  const response = await app.inject({ url: urlOf(path, parameters) + queryOf(parameters, [['limit', '1']]), headers: { authorization: `Bearer ${key}` } })
  const next = response.statusCode === 200 ? response.json().next : null
  if (typeof next === 'string') cursors.set(operation.operationId, next)
}

t.ok(cursors.size > 0, 'sees a cursor')

/** Asks each closed operation as nobody, with every scope but its own, and with its own alone. */
export async function refusesStrangers (t: Test) {
  const scopesOf = ({ operation: { description = '' } }: Target) => [...(/with the scope (.+)\.$/.exec(description)?.[1] ?? '').matchAll(/`([a-z:]+)`/g)].map(([, scope]) => scope!)
  const all = ['feed:write', 'feed:release', 'publish', 'webhooks', 'decide:*', 'catalogue:*', 'reports:*', 'submit:*'] as const
  const keys = new Map<string, Promise<{ key: string }>>()
  const allBut = async (scopes: string[]) => {
    const label = `all but ${scopes.join(' and ')}`
    keys.set(label, keys.get(label) ?? issueKey(db, { label, scopes: all.filter((one) => !scopes.includes(one.replace(':*', ''))) }))
    return (await keys.get(label)!).key
  }
  const only = async (scope: string) => {
    const label = `nothing but ${scope}`
    keys.set(label, keys.get(label) ?? issueKey(db, { label, scopes: [scope === 'admin' ? scope : all.find((one) => one.replace(':*', '') === scope)!] }))
    return (await keys.get(label)!).key
  }
  const closed = operations.filter(({ isOpen }) => !isOpen)
  t.ok(closed.length > 10)
  for (const target of closed) {
    const { method, path, operation } = target
    const scopes = scopesOf(target)
    const url = urlOf(path, operation.parameters ?? []) + queryOf(operation.parameters ?? [], [])
    t.strictSame(await complaint({ ...target, isOpen: true }, { url }, 401), [], `${method} ${path} as nobody`)
    const isScope = (name: string) => name === 'admin' || all.some((one) => one.replace(':*', '') === name)
    t.ok(scopes.length > 0 && scopes.every(isScope), `${method} ${path} names its scope`)
    t.strictSame(await complaint(target, { url, headers: { authorization: `Bearer ${await allBut(scopes)}` } }, 403), [], `${method} ${path} with every scope but its own`)
    for (const scope of scopes) {
      // A parameter that no operation has keeps anything from being done behind the door.
      const asked = { url: `${url}${url.includes('?') ? '&' : '?'}nonsense=1`, headers: { authorization: `Bearer ${await only(scope)}` } }
      t.strictSame(await complaint(target, asked, 400), [], `${method} ${path} with nothing but ${scope}`)
    }
  }
}

/** Questions that are too long for an address, and trials: they write nothing. */
const QUESTIONS = /^POST .*\/(lookup|trial|test)$/
/** The walk comes to them where nothing is left to be done: nobody has claimed, and the run has been recorded. */
const DONE_ALREADY = ['DELETE /classification/queue/{code}/claim', 'POST /sync/runs/{run}/commit']

/** Comes last: whatever was done on the way is in the trail. */
export function leavesTraces () {
  t.test('whatever an operation did is in the trail', async (t) => {
    t.comment(`${trailed.size} operations were done`)
    t.ok(trailed.size > 20, 'sees what was done')
    t.strictSame([...trailed].filter(([operation, isTold]) => !isTold && !QUESTIONS.test(operation) && !DONE_ALREADY.includes(operation)).map(([operation]) => operation), [])
  })
}

/** Throws what cannot be used at all operations that are picked: never a 5xx, always a problem document. */
export function walk (isPicked: (target: Target) => boolean) {
  const picked = operations.filter(isPicked)
  t.ok(picked.length > 50, 'sees the operations')
  for (const target of picked) refuses(target)
}

function refuses (target: Target) {
  const { method, path, operation } = target
  const { parameters = [], operationId, requestBody, responses } = operation
  const at = urlOf(path, parameters)
  const json = requestBody?.content['application/json']
  const example = json && schemaOf(json.schema).examples?.[0] as Record<string, unknown> | undefined
  const withBody = json ? { payload: JSON.stringify(example ?? {}), headers: { 'content-type': 'application/json' } } : {}

  t.test(`${method} ${path} refuses what it cannot use`, async (t) => {
    const inQuery = parametersOf(operation, 'query').flatMap((parameter) => {
      const { name } = parameter
      const url = (value: string) => at + queryOf(parameters, [[name, value]])
      const valid = encodeURIComponent(validText(parameter))
      return [
        ...[...BAD_VALUES, ...misspellings(validText(parameter), random)].map((value) => {
          const text = readAs(value)
          return { asked: { url: url(value), ...withBody }, expected: /[\0\ufffd]/.test(text) || !isAllowed(parameter, text) ? 400 : undefined }
        }),
        { asked: { url: at + queryOf(parameters, [[name, valid], [name, valid]]), ...withBody }, expected: 400 },
        { asked: { url: at + queryOf(parameters, [[`${name}[]`, valid]]), ...withBody }, expected: 400 },
        { asked: { url: at + queryOf(parameters, [[name.toUpperCase(), valid]]), ...withBody }, expected: 400 },
      ]
    })
    t.strictSame(await complaints(target, inQuery), [], 'in its parameters')

    const inPath = parametersOf(operation, 'path').flatMap((parameter) => [...BAD_VALUES, ...misspellings(validText(parameter), random)]
      .filter((value) => !/^\.|%2f/i.test(value) && value !== '').map((value) => ({ asked: { url: urlOf(path, parameters, { [parameter.name]: value }) + queryOf(parameters, []), ...withBody } })))
    t.strictSame(await complaints(target, inPath), [], 'in its path')

    const unknown = ['__proto__', 'constructor', 'nonsense', '%ff', 'limit%00', 'a[b][c]', '', 'x'.repeat(5000), Array.from({ length: 2000 }, (_, n) => n.toString(36)).join('&')].map((name) => ({ asked: { url: at + queryOf(parameters, [[name, '1']]), ...withBody }, expected: 400 }))
    t.strictSame(await complaints(target, unknown), [], 'in parameters that it does not have')

    const url = at + queryOf(parameters, [])
    // Whatever stands in a header, a write that is asked for properly is done: each one once more would only take time.
    const headers = [...method === 'GET' ? BAD_HEADERS : BAD_HEADERS.slice(0, 2), ...parametersOf(operation, 'header').flatMap(({ name }) => ['', 'nonsense', '\'', '9'.repeat(400), 'x'.repeat(3000)].map((value) => ({ [name]: value })))]
    t.strictSame(await complaints(target, headers.map((given) => ({ asked: { url, ...withBody, headers: { ...withBody.headers, ...given } } }))), [], 'in its headers')
    t.strictSame(await complaint(target, { url, ...withBody, headers: { ...withBody.headers, accept: 'image/png' } }, '406' in responses ? 406 : undefined), [], 'of types that it does not have')
  })

  const cursor = cursors.get(operationId)
  if (cursor !== undefined) {
    t.test(`${method} ${path} takes its own cursors only`, async (t) => {
      const ask = (value: string, more: [string, string][] = []) => at + queryOf(parameters, [['cursor', value], ...more])
      const others = [...cursors].filter(([name]) => name !== operationId).map(([, value]) => value)
      const another = parametersOf(operation, 'query').find(({ name, schema }) => !['cursor', 'limit', 'total', 'format'].includes(name) && (schema.enum ?? schema.items?.enum ?? schema.type === 'boolean'))
      const filter: [string, string][] = another ? [[another.name, [another.schema.enum ?? another.schema.items?.enum ?? ['true']].flat().map(String).filter((value) => ![another.schema['default']].flat().map(String).includes(value)).at(-1)!]] : []
      t.strictSame(await complaint(target, { url: ask(cursor) }, 200), [], 'as it was given')
      t.strictSame(await complaints(target, [...others, ...badCursors(cursor, random)].map((value) => ({ asked: { url: ask(value) }, expected: 400 }))), [], 'of another list, bent or forged')
      if (another) t.strictSame(await complaint(target, { url: ask(cursor, filter) }, 400), [], `with another ${another.name}`)
    })
  }

  if (requestBody) {
    t.test(`${method} ${path} refuses bodies that it cannot use`, async (t) => {
      const url = at + queryOf(parameters, [])
      const type = Object.keys(requestBody.content)[0]!
      const types = [type, 'application/json', 'text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=', '']
      const bodies = BAD_BODIES.flatMap((payload) => types.map((given) => ({ asked: { url, payload, headers: given === '' ? {} : { 'content-type': given } } })))
      const coded = ['gzip', 'br', 'nonsense'].map((coding) => ({ asked: { url, payload: '{}', headers: { 'content-type': type, 'content-encoding': coding } } }))
      t.strictSame(await complaints(target, [...bodies, ...coded]), [])
      const names = Object.keys(json ? schemaOf(json.schema).properties ?? example ?? {} : {})
      const members = names.flatMap((name) => [undefined, ...BAD_MEMBERS].map((value) => ({ asked: { url, payload: JSON.stringify({ ...example, [name]: value }), headers: { 'content-type': type } } })))
      t.strictSame(await complaints(target, members), [], 'in their members')
    })
  }
}
