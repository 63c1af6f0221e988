import t from 'tap'
import { ConfigError, loadConfig } from '../src/config.ts'

const SERVICE = {
  NBRS_BASE_URL: 'https://nbrs.example.org/api/',
  NBRS_TOKEN_URL: 'https://nbrs.example.org/token',
  NBRS_CLIENT_ID: 'registry',
  NBRS_CLIENT_SECRET: 'a secret of the service',
}

/** The complaint about exactly these settings, or a failed test. */
function complaint (t: { fail: (message: string) => unknown }, env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env)
  } catch (err) {
    if (err instanceof ConfigError) return err.message
    throw err
  }
  t.fail(`accepts ${JSON.stringify(env)}`)
  return ''
}

t.test('nothing has to be set', async (t) => {
  t.strictSame(loadConfig({}), {
    port: 3000,
    host: '127.0.0.1',
    dataDir: '.data',
    sandbox: { size: 20_000, port: 0, seed: 1 },
    environment: 'local',
    nbrs: { vsic: { version: '2018' } },
    pollSeconds: 60,
    thresholds: { dropPercent: 2, provinceDropPercent: 10, rejectPercent: 1 },
    webhooks: { allowPrivate: false },
    rateLimits: { perAddress: 1200, perKey: 12_000 },
    patience: { headerMs: 20_000, requestMs: 300_000 },
    rateStore: 'memory',
    trustProxy: [],
    logLevel: 'info',
    publicUrl: 'http://127.0.0.1:3000',
  })
})

t.test('an empty value counts as unset', async (t) => {
  t.strictSame(loadConfig({ PORT: '', DATABASE_URL: ' ', NBRS_BASE_URL: '' }), loadConfig({}))
})

t.test('the settings cannot be changed afterwards', async (t) => {
  t.throws(() => { Object.assign(loadConfig({}).sandbox, { size: 1 }) }, TypeError)
})

t.test('every setting arrives', async (t) => {
  const config = loadConfig({
    ...SERVICE, PORT: '8080', HOST: '0.0.0.0', DATA_DIR: '/var/registry', SANDBOX_SIZE: '0', SANDBOX_PORT: '4000', SANDBOX_SEED: '7',
    BOOTSTRAP_KEY: 'sixteen-letters-or-more', KEY_ENVIRONMENT: 'live', NBRS_VSIC: '2018:2027-01-01:2025', DATABASE_URL: 'postgres://service@db/registry',
    POLL_SECONDS: '5', POLL_SCHEDULE: '*/5 6-20 * * *', SNAPSHOT_SCHEDULE: '30 2 * * *', GATE_DROP_PERCENT: '0', GATE_PROVINCE_DROP_PERCENT: '12.5', GATE_REJECT_PERCENT: '100', WEBHOOK_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'warn',
    RATE_LIMIT_ADDRESS: '7', RATE_LIMIT_KEY: '70', HEADER_SECONDS: '5', REQUEST_SECONDS: '60', TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::1', PUBLIC_URL: 'https://service.example.org/',
  })
  t.match(config, {
    port: 8080,
    sandbox: { size: 0, port: 4000, seed: 7 },
    bootstrapKey: 'sixteen-letters-or-more',
    environment: 'live',
    nbrs: { vsic: { version: '2018', switch: { on: '2027-01-01', version: '2025' } }, service: { baseUrl: 'https://nbrs.example.org/api' } },
    databaseUrl: 'postgres://service@db/registry',
    migrationDatabaseUrl: 'postgres://service@db/registry',
    publicUrl: 'https://service.example.org',
    webhooks: { allowPrivate: true },
    pollSeconds: 5,
    pollSchedule: '*/5 6-20 * * *',
    snapshotSchedule: '30 2 * * *',
    thresholds: { dropPercent: 0, provinceDropPercent: 12.5, rejectPercent: 100 },
    rateLimits: { perAddress: 7, perKey: 70 },
    patience: { headerMs: 5000, requestMs: 60_000 },
    trustProxy: ['loopback', '10.0.0.0/8', '2001:db8::1'],
  })
})

t.test('a mail server and a sender come together, and its login is never shown', async (t) => {
  const MAIL = { SMTP_URL: 'smtps://a-user:a-secret@mail.example.org:465/', MAIL_FROM: 'Sổ đăng ký <registry@example.org>' }
  t.strictSame(loadConfig(MAIL).mail, { smtpUrl: 'smtps://a-user:a-secret@mail.example.org:465', from: 'Sổ đăng ký <registry@example.org>' })
  t.equal(loadConfig({ SMTP_URL: 'smtp://mail', MAIL_FROM: 'registry@example.org' }).mail?.from, 'registry@example.org')
  t.match(complaint(t, { SMTP_URL: MAIL.SMTP_URL }), /MAIL_FROM: is not set; expected both of SMTP_URL and MAIL_FROM or none/)
  t.match(complaint(t, { MAIL_FROM: MAIL.MAIL_FROM }), /SMTP_URL: is not set/)
  for (const SMTP_URL of ['http://a-user:a-secret@mail.example.org', 'a-secret', 'smtp:']) {
    const said = complaint(t, { ...MAIL, SMTP_URL })
    t.match(said, /SMTP_URL: got a value that is not shown here/, SMTP_URL)
    t.notMatch(said, /a-user|a-secret/)
  }
  for (const MAIL_FROM of ['registry', 'a@example.org, b@example.org', 'Name <a@example.org>\r\nBcc: b@example.org', 'Name <a b@example.org>']) t.match(complaint(t, { ...MAIL, MAIL_FROM }), /MAIL_FROM: got /, MAIL_FROM)
})

t.test('an identity provider is named whole, and with algorithms that can be told apart from secrets', async (t) => {
  const OIDC = { OIDC_ISSUER: 'https://id.example.org/', OIDC_AUDIENCE: 'registry' }
  t.strictSame(loadConfig(OIDC).oidc, { issuer: 'https://id.example.org/', audience: 'registry', algorithms: ['RS256'], rolesClaim: 'roles' })
  t.match(loadConfig({ ...OIDC, OIDC_ROLES: 'ministry=admin; officer-{province}=decide:{province} reports:{province}', OIDC_ROLES_CLAIM: 'realm_access.roles', OIDC_ALGORITHMS: 'ES256, RS256', OIDC_JWKS_URL: 'https://id.example.org/keys' }).oidc, {
    roles: [{ role: 'ministry', scopes: ['admin'] }, { role: 'officer-{province}', scopes: ['decide:{province}', 'reports:{province}'] }], rolesClaim: 'realm_access.roles', algorithms: ['ES256', 'RS256'], jwksUrl: 'https://id.example.org/keys',
  })
  t.match(complaint(t, { OIDC_ISSUER: 'https://id.example.org' }), 'OIDC_AUDIENCE: is not set')
  t.match(complaint(t, { OIDC_AUDIENCE: 'registry' }), 'OIDC_ISSUER: is not set')
  for (const OIDC_ISSUER of ['http://id.example.org', 'ftp://id.example.org', 'id.example.org']) t.match(complaint(t, { ...OIDC, OIDC_ISSUER }), 'OIDC_ISSUER: got')
  for (const OIDC_ALGORITHMS of ['none', 'HS256', 'RS256,HS512', 'RS256,', 'rs256']) t.match(complaint(t, { ...OIDC, OIDC_ALGORITHMS }), 'OIDC_ALGORITHMS: got')
  for (const OIDC_ROLES of ['ministry', 'ministry=', '=admin', 'ministry=root', 'officer=decide:{province}', 'a=admin;']) t.match(complaint(t, { ...OIDC, OIDC_ROLES }), 'OIDC_ROLES: got')
})

t.test('the public address follows host and port', async (t) => {
  t.equal(loadConfig({ HOST: '0.0.0.0', PORT: '80' }).publicUrl, 'http://127.0.0.1:80', 'a wildcard is not an address')
  t.equal(loadConfig({ HOST: '::1' }).publicUrl, 'http://[::1]:3000')
})

t.test('only proxies that are named are believed', async (t) => {
  t.strictSame(loadConfig({}).trustProxy, [])
  for (const TRUST_PROXY of ['true', '*', '1', '10.0.0.0/33', '10.0.0.0/8/1', '10.0.0.0/', 'proxy.example.org', '127.0.0.1,']) {
    t.match(complaint(t, { TRUST_PROXY }), 'TRUST_PROXY: got')
  }
})

t.test('every wrong setting is named with what it got and what is expected', async (t) => {
  const message = complaint(t, { PORT: '70000', SANDBOX_SIZE: '12', NBRS_VSIC: '2018:2027-02-30:2025', LOG_LEVEL: 'loud', PUBLIC_URL: 'ftp://x' })
  for (const line of ['PORT: got "70000"; expected a whole number from 0 to 65535', 'SANDBOX_SIZE: got "12"', 'NBRS_VSIC: got', 'LOG_LEVEL: got "loud"', 'PUBLIC_URL: got']) {
    t.match(message, line)
  }
  t.equal(message.split('\n').length, 6, 'one line each, and a heading')
})

t.test('numbers are whole and decimal', async (t) => {
  for (const PORT of ['1e3', '0x10', '-1', '3000.5', '३']) t.match(complaint(t, { PORT }), 'PORT')
})

t.test('shares are from 0 to 100 with at most two decimals', async (t) => {
  for (const GATE_DROP_PERCENT of ['100.01', '-1', '1.234', '1e1', '5 %', '.5']) t.match(complaint(t, { GATE_DROP_PERCENT }), 'GATE_DROP_PERCENT')
})

t.test('a schedule has five fields and a time that comes', async (t) => {
  for (const POLL_SCHEDULE of ['hourly', '@hourly', '61 * * * *', '* * * * * *', '* * * *', '0 0 30 2 *', '2030-01-01T00:00:00']) t.match(complaint(t, { POLL_SCHEDULE }), 'POLL_SCHEDULE')
})

t.test('the real service needs all four of its settings', async (t) => {
  const message = complaint(t, { PORT: 'x', NBRS_BASE_URL: 'https://nbrs.example.org' })
  t.match(message, 'PORT: got', 'beside whatever else is wrong')
  for (const name of ['NBRS_TOKEN_URL', 'NBRS_CLIENT_ID', 'NBRS_CLIENT_SECRET']) t.match(message, `${name}: is not set`)
})

t.test('no secret is repeated', async (t) => {
  const message = complaint(t, { BOOTSTRAP_KEY: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@h/d', MIGRATION_DATABASE_URL: 'hunter2', NBRS_CLIENT_SECRET: 'hunter2' })
  t.notMatch(message, 'hunter2')
  t.match(message, 'BOOTSTRAP_KEY')
})
