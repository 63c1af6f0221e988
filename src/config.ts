import { z } from 'zod'
import type { FeedVsic } from './config/forms.ts'
import { ALGORITHMS, check, databaseUrl, httpUrl, mailbox, percent, readAlgorithms, readIssuer, readPattern, readProxies, readRoles, readVsic, smtpUrl, text, whole, wholeFrom } from './config/forms.ts'

export type { FeedVsic }

/** Shares in per cent above which a run is held, not applied. */
export interface Thresholds {
  /** Of the live register that a full file would make vanish. */
  dropPercent: number
  /** Of a province's enterprises that would be gone or moved away. */
  provinceDropPercent: number
  /** Of the records read that were rejected. */
  rejectPercent: number
}

export interface NbrsService { baseUrl: string, tokenUrl: string, clientId: string, clientSecret: string }

/** An OpenID Connect provider whose tokens are taken. */
export interface OidcSettings {
  issuer: string
  audience: string
  algorithms: readonly string[]
  /** The claim that holds the roles, by name or by path. */
  rolesClaim: string
  /** What roles open, `{province}` standing for two digits; without a table, roles that are called as scopes are. */
  roles?: readonly { role: string, scopes: readonly string[] }[]
  jwksUrl?: string
}

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** `size` 0: no sandbox; `port` 0: a free one. */
  readonly sandbox: { readonly size: number, readonly port: number, readonly seed: number }
  readonly bootstrapKey?: string
  /** Named in the keys that are made here; others are refused. */
  readonly environment: string
  readonly oidc?: OidcSettings
  readonly nbrs: { readonly vsic: FeedVsic, readonly service?: NbrsService }
  readonly databaseUrl?: string
  readonly migrationDatabaseUrl?: string
  readonly pollSeconds: number
  /** A cron pattern in Asia/Ho_Chi_Minh that goes before the seconds. */
  readonly pollSchedule?: string
  /** When the worker makes a snapshot, a cron pattern in Asia/Ho_Chi_Minh. */
  readonly snapshotSchedule?: string
  readonly thresholds: Readonly<Thresholds>
  readonly webhooks: { readonly allowPrivate: boolean }
  /** Where letters of the reporting cycles are handed over, and who they are from. */
  readonly mail?: { readonly smtpUrl: string, readonly from: string }
  /** Requests that one client may make in a minute. */
  readonly rateLimits: { readonly perAddress: number, readonly perKey: number }
  /** How long a request may take to arrive: its headers, and all of it. */
  readonly patience: { readonly headerMs: number, readonly requestMs: number }
  /** Whether each instance counts requests by itself, or all of them together. */
  readonly rateStore: 'memory' | 'postgres'
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  readonly logLevel: string
  /** Without a slash at its end and without `/v1`. */
  readonly publicUrl: string
}

/** Its message lists every wrong setting, one line each, and shows no secret. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const SECRETS = new Set(['BOOTSTRAP_KEY', 'NBRS_CLIENT_SECRET', 'DATABASE_URL', 'MIGRATION_DATABASE_URL', 'SMTP_URL'])
const SERVICE = ['NBRS_BASE_URL', 'NBRS_TOKEN_URL', 'NBRS_CLIENT_ID', 'NBRS_CLIENT_SECRET'] as const
const ISSUER = ['OIDC_ISSUER', 'OIDC_AUDIENCE'] as const
const MAIL = ['SMTP_URL', 'MAIL_FROM'] as const
const SIZES = { least: 1000, most: 2_000_000 }

const Env = z.object({
  PORT: whole(0, 65535).default(3000),
  HOST: text('a host name or address', /^[\w.:%-]+$/).default('127.0.0.1'),
  DATA_DIR: text('a folder', /^[^\0]+$/).default('.data'),
  SANDBOX_SIZE: check(`0 for none, or a whole number from ${SIZES.least} to ${SIZES.most}`, (value) =>
    wholeFrom(value, 0, 0) ?? wholeFrom(value, SIZES.least, SIZES.most)).default(20_000),
  SANDBOX_PORT: whole(0, 65535).default(0),
  SANDBOX_SEED: whole(0, 999_999_999).default(1),
  BOOTSTRAP_KEY: text('16 to 200 letters, digits and . _ ~ + / = -', /^[\w.~+/=-]{16,200}$/).optional(),
  KEY_ENVIRONMENT: text('1 to 12 small letters and digits', /^[a-z0-9]{1,12}$/).default('local'),
  OIDC_ISSUER: check('an address that begins with https://, or with http:// on this machine', readIssuer).optional(),
  OIDC_AUDIENCE: text('some text', /./).optional(),
  OIDC_ALGORITHMS: check(`one or more of ${ALGORITHMS.join(', ')}, parted by commas`, readAlgorithms).default(['RS256']),
  OIDC_ROLES_CLAIM: text('the name of a claim, or a path such as realm_access.roles', /^\S+$/).default('roles'),
  OIDC_ROLES: check('roles with what they open, such as ministry=admin; officer-{province}=decide:{province} reports:{province}', readRoles).optional(),
  OIDC_JWKS_URL: httpUrl().optional(),
  NBRS_VSIC: check('2018, 2025, or a switch such as 2018:2027-01-01:2025', readVsic).default({ version: '2018' }),
  NBRS_BASE_URL: httpUrl().optional(),
  NBRS_TOKEN_URL: httpUrl().optional(),
  NBRS_CLIENT_ID: text('some text', /./).optional(),
  NBRS_CLIENT_SECRET: text('some text', /./).optional(),
  DATABASE_URL: databaseUrl().optional(),
  MIGRATION_DATABASE_URL: databaseUrl().optional(),
  POLL_SECONDS: whole(1, 86_400).default(60),
  POLL_SCHEDULE: check('a cron pattern of five fields, such as */5 6-20 * * *', readPattern).optional(),
  SNAPSHOT_SCHEDULE: check('a cron pattern of five fields, such as 30 2 * * *', readPattern).optional(),
  GATE_DROP_PERCENT: percent().default(2),
  GATE_PROVINCE_DROP_PERCENT: percent().default(10),
  GATE_REJECT_PERCENT: percent().default(1),
  SMTP_URL: smtpUrl().optional(),
  MAIL_FROM: mailbox().optional(),
  WEBHOOK_ALLOW_PRIVATE: check('true or false', (value) => value === 'true' ? true : value === 'false' ? false : undefined).default(false),
  RATE_LIMIT_ADDRESS: whole(1, 999_999_999).default(1200),
  RATE_LIMIT_KEY: whole(1, 999_999_999).default(12_000),
  RATE_LIMIT_STORE: check('memory or postgres', (value) => value === 'memory' || value === 'postgres' ? value : undefined).default('memory'),
  HEADER_SECONDS: whole(1, 300).default(20),
  REQUEST_SECONDS: whole(1, 3600).default(300),
  TRUST_PROXY: check('addresses and networks parted by commas, such as 10.0.0.0/8, or loopback, linklocal, uniquelocal', readProxies).default([]),
  LOG_LEVEL: text('fatal, error, warn, info, debug, trace or silent', /^(fatal|error|warn|info|debug|trace|silent)$/).default('info'),
  PUBLIC_URL: httpUrl().optional(),
})

/** Reads and judges all settings at once. An empty value counts as unset. */
export function loadConfig (env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const { data, error } = Env.safeParse(given)
  const wrong = [...error?.issues.map(({ path, message }) => [String(path[0]), message] as const) ?? [], ...missingOfService(given), ...missingOfPair(given, ISSUER), ...missingOfPair(given, MAIL)]
  if (data === undefined || wrong.length > 0) {
    const lines = wrong.map(([name, expected]) => `  ${complaint(name, given[name], expected)}`)
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`)
  }
  const { NBRS_BASE_URL: baseUrl, NBRS_TOKEN_URL: tokenUrl, NBRS_CLIENT_ID: clientId, NBRS_CLIENT_SECRET: clientSecret } = data
  const migrationDatabaseUrl = data.MIGRATION_DATABASE_URL ?? data.DATABASE_URL
  return freeze({
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    sandbox: { size: data.SANDBOX_SIZE, port: data.SANDBOX_PORT, seed: data.SANDBOX_SEED },
    ...data.BOOTSTRAP_KEY && { bootstrapKey: data.BOOTSTRAP_KEY },
    environment: data.KEY_ENVIRONMENT,
    ...data.OIDC_ISSUER && data.OIDC_AUDIENCE && { oidc: oidcOf(data, data.OIDC_ISSUER, data.OIDC_AUDIENCE) },
    nbrs: { vsic: data.NBRS_VSIC, ...baseUrl && tokenUrl && clientId && clientSecret && { service: { baseUrl, tokenUrl, clientId, clientSecret } } },
    ...data.DATABASE_URL && { databaseUrl: data.DATABASE_URL },
    ...migrationDatabaseUrl && { migrationDatabaseUrl },
    pollSeconds: data.POLL_SECONDS,
    ...data.POLL_SCHEDULE && { pollSchedule: data.POLL_SCHEDULE },
    ...data.SNAPSHOT_SCHEDULE && { snapshotSchedule: data.SNAPSHOT_SCHEDULE },
    thresholds: { dropPercent: data.GATE_DROP_PERCENT, provinceDropPercent: data.GATE_PROVINCE_DROP_PERCENT, rejectPercent: data.GATE_REJECT_PERCENT },
    webhooks: { allowPrivate: data.WEBHOOK_ALLOW_PRIVATE },
    ...data.SMTP_URL && data.MAIL_FROM && { mail: { smtpUrl: data.SMTP_URL, from: data.MAIL_FROM } },
    rateLimits: { perAddress: data.RATE_LIMIT_ADDRESS, perKey: data.RATE_LIMIT_KEY },
    patience: { headerMs: data.HEADER_SECONDS * 1000, requestMs: data.REQUEST_SECONDS * 1000 },
    rateStore: data.RATE_LIMIT_STORE,
    trustProxy: data.TRUST_PROXY,
    logLevel: data.LOG_LEVEL,
    publicUrl: data.PUBLIC_URL ?? addressOf(data.HOST, data.PORT),
  })
}

function missingOfService (given: Record<string, string | undefined>): (readonly [string, string])[] {
  const missing = SERVICE.filter((name) => given[name] === undefined)
  if (missing.length === SERVICE.length) return []
  return missing.map((name) => [name, `all four of ${SERVICE.join(', ')} or none`] as const)
}

function missingOfPair (given: Record<string, string | undefined>, pair: readonly [string, string]): (readonly [string, string])[] {
  const isSet = pair.map((name) => given[name] !== undefined)
  return isSet[0] === isSet[1] ? [] : [[pair[isSet[0] ? 1 : 0], `both of ${pair.join(' and ')} or none`]]
}

function oidcOf ({ OIDC_ALGORITHMS: algorithms, OIDC_ROLES_CLAIM: rolesClaim, OIDC_ROLES: roles, OIDC_JWKS_URL: jwksUrl }: z.output<typeof Env>, issuer: string, audience: string): OidcSettings {
  return { issuer, audience, algorithms, rolesClaim, ...roles && { roles }, ...jwksUrl && { jwksUrl } }
}

/** For programs: the settings, or the list of what is wrong on stderr and exit code 78 (sysexits: configuration). */
export function configOrExit<K extends 'databaseUrl' = never> (...needed: K[]): Config & Required<Pick<Config, K>> {
  try {
    const config = loadConfig()
    if (needed.some((name) => config[name] === undefined)) {
      throw new ConfigError('These settings cannot be used:\n  DATABASE_URL: is not set; expected the server to use (npm start brings its own)')
    }
    return config as Config & Required<Pick<Config, K>>
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err
    process.stderr.write(`${err.message}\n`)
    process.exit(78)
  }
}

function complaint (name: string, value: string | undefined, expected: string): string {
  if (value === undefined) return `${name}: is not set; expected ${expected}`
  return `${name}: got ${SECRETS.has(name) ? 'a value that is not shown here' : JSON.stringify(value)}; expected ${expected}`
}

/** Where a browser on this machine finds the server; a wildcard is not an address to open. */
function addressOf (host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function freeze<T extends object> (value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part)
  return Object.freeze(value)
}
