import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { issueKey } from '../src/auth/commands.ts'
import { connect } from '../src/db/client.ts'
import { collect, ended, watchPeak } from './support/program.ts'
import { settle, withRegister } from './support/register.ts'
import { machine } from './support/report.ts'
import { megabytes, note, number, seconds, table } from './support/screen.ts'

const CYCLE = 'd01-2026'
const TARGETS = { consolidation: 5, paper: 10, memory: 300e6 }
/** As long as a section may be: the worst that provinces can send. */
const TEXT = 'Kết quả triển khai tại địa phương: doanh nghiệp công nghệ số phát triển. '.repeat(200).slice(0, 8000)
const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url))
const began = new Date()

await command(async () => await withRegister(stopSignal(), async (register) => {
  const { db, close } = connect(register.env['DATABASE_URL']!, { max: 2 })
  const { key } = await issueKey(db, { label: 'bench', scopes: ['admin'] })
  await close()
  await settle(register)
  const port = '39417'
  const child = spawn(process.execPath, [SERVER], { env: { ...register.env, PORT: port, RATE_LIMIT_KEY: '999999999' }, signal: register.signal, killSignal: 'SIGTERM', stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, peak, base] = [collect(child), watchPeak(child.pid!), `http://127.0.0.1:${port}`]
  const ask = async (method: string, path: string, body?: object) => {
    const from = performance.now()
    const response = await fetch(`${base}/v1${path}`, { method, headers: { authorization: `Bearer ${key}`, 'if-match': '*', ...body && { 'content-type': 'application/json' } }, ...body && { body: JSON.stringify(body) } })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${bytes.toString().slice(0, 300)}`)
    return { bytes, took: (performance.now() - from) / 1000 }
  }
  try {
    for (let tries = 0; await fetch(`${base}/health/ready`).then(({ ok }) => !ok, () => true); tries++) {
      if (tries > 300) throw new Error(`the server does not start: ${said.stderr}`)
      await new Promise((resolve) => { setTimeout(resolve, 100) })
    }
    const form = JSON.parse((await ask('GET', '/report-templates/d01')).bytes.toString()) as { sections: { code: string, kind: string, maxLength: number | null }[] }
    const answers = form.sections.map(({ code, kind, maxLength }) => ({ section: code, value: kind === 'text' ? TEXT.slice(0, maxLength ?? 8000).trim() : kind === 'number' ? 7 : true }))
    const codes = (JSON.parse((await ask('GET', `/reports/${CYCLE}`)).bytes.toString()) as { localities: { code: string }[] }).localities.map(({ code }) => code)
    note(`${codes.length} reports of ${number(TEXT.length)} characters a text …`)
    for (const code of codes) {
      const report = `/reports/${CYCLE}/submissions/${code}`
      await ask('PUT', report, { answers })
      await ask('POST', `${report}/submit`)
      await ask('POST', `${report}/review`, { outcome: 'accepted' })
    }
    // Told apart from what the service needs by itself.
    const before = peak() ?? 0
    const again = watchPeak(child.pid!)
    const consolidation = await ask('POST', `/reports/${CYCLE}/consolidations`, { number: '12/BC-BKHCN', signedOn: '2026-12-20' })
    const edition = `/reports/${CYCLE}/consolidations/1?format=`
    const files = [] as { format: string, took: number, size: number }[]
    for (const format of ['json', 'docx', 'pdf', 'xlsx']) {
      const { took, bytes } = await ask('GET', edition + format)
      files.push({ format, took, size: bytes.length })
    }
    await new Promise((resolve) => { setTimeout(resolve, 200) })
    const whole = again() ?? 0
    const verdict = (value: number, reach: number) => value <= reach ? 'reached' : 'missed'
    process.stdout.write(`${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine()}, Node ${process.versions.node}, PostgreSQL ${register.version}.\n\n` +
      table(['case', 'measured', 'size', 'reach', ''], [
        [`consolidation of ${codes.length} submissions`, seconds(consolidation.took), '', `≤ ${TARGETS.consolidation} s`, verdict(consolidation.took, TARGETS.consolidation)],
        ...files.map(({ format, took, size }) => [`its ${format.toUpperCase()}`, seconds(took), megabytes(size), `≤ ${TARGETS.paper} s`, verdict(took, TARGETS.paper)]),
        ['peak memory of the server, all of it', megabytes(whole), '', '', ''],
        ['of that by consolidation and files', megabytes(whole - before), '', '≤ 300 MB', verdict(whole - before, TARGETS.memory)],
      ]))
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended(child), once(child, 'exit')]).catch(() => undefined)
  }
}))
