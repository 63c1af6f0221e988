import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import type { Test } from 'tap'
import { dataDirs, freePort, KEY, READY, run, stop } from '../cli/command.ts'
import { openBrowser, openPage, SCREENSHOTS } from './browser.ts'

interface Operation { method: string, operationId: string, tags: string[], summary: string, security?: object[] }
interface Description { tags: { name: string }[], paths: Record<string, Record<string, Omit<Operation, 'method'>>> }

t.setTimeout(1_200_000)
const PORT = await freePort()
const { data: DATA_DIR } = await dataDirs(t, 'data')
const service = run(t, 'start', { DATA_DIR, PORT, SANDBOX_SIZE: '1000' })
await service.says(READY)
const url = `http://127.0.0.1:${PORT}`
const { tags, paths } = await (await fetch(`${url}/openapi.json`)).json() as Description
const operations = Object.values(paths).flatMap((path) => Object.entries(path).map(([method, operation]): Operation => ({ method, ...operation }))).filter(({ operationId }) => operationId)

const browser = await openBrowser(t)
/** Two, since most of the time goes into drawing. */
const windows = await Promise.all([1, 2].map(() => openPage(browser, `${url}/docs`)))
for (const { page } of windows) await page.waitForSelector('.opblock-tag')
const { page } = windows[0]!

/** Opens the group of a tag, closed at first, for as long as somebody looks into it. */
async function inGroup<T> (page: Page, tag: string, look: () => Promise<T>): Promise<T> {
  const heading = page.locator(`#operations-tag-${tag}`)
  if (await heading.getAttribute('data-is-open') === 'false') await heading.click()
  const found = await look()
  await heading.click()
  return found
}

/** Opens an operation and asks it as it stands there, with the examples filled in. */
const ask = async (page: Page, operation: Operation) => await inGroup(page, operation.tags[0]!, async () => await askOpen(page, operation))

async function askOpen (page: Page, { operationId, tags: [tag] }: Operation) {
  const block = page.locator(`#operations-${tag}-${operationId}`)
  await block.locator('.opblock-summary-control').click()
  await block.getByRole('button', { name: 'Execute' }).click()
  const live = block.locator('.live-responses-table .response').first()
  await live.waitFor()
  const status = (await live.locator('.response-col_status').innerText()).trim()
  const link = live.getByRole('link', { name: 'Download file' })
  const body = await link.or(live.locator('.highlight-code pre')).first().innerText()
  await block.screenshot({ path: join(SCREENSHOTS, `swagger-${operationId}.png`) })
  await block.locator('.opblock-summary-control').click()
  return { status: Number.parseInt(status, 10), body: body.startsWith('{') ? JSON.parse(body) as Record<string, unknown> : { text: body } }
}

/** The first run is that of a file, which comes in no chunks, and the enterprise of the examples has no units or relations, the target is shared out by no table, and nobody has decided or consolidated. */
const EMPTY = new Set(['listChunks', 'listUnits', 'listRelations', 'listAttachments', 'listAllocationTables', 'listDecisions', 'listConsolidations', 'listReportLetters'])

/** What somebody who tried it would call an answer: a member that is something, and in a list at least one item. */
const isData = (body: Record<string, unknown>) =>
  Array.isArray(body['items']) ? body['items'].length > 0 : Object.values(body).some((value) => value !== null && value !== '')

/** Each window takes whatever comes next. */
async function askAll (t: Test, asked: Operation[]) {
  const rest = asked.values()
  await Promise.all(windows.map(async ({ page }) => {
    for (const operation of rest) {
      const { status, body } = await ask(page, operation)
      t.equal(status, 200, operation.operationId)
      if (!EMPTY.has(operation.operationId)) t.ok(isData(body), `${operation.operationId} with data: ${JSON.stringify(body).slice(0, 100)}`)
    }
  }))
}

t.test('every operation stands under its tag', async (t) => {
  for (const { name } of tags) t.ok(await page.locator(`#operations-tag-${name}`).isVisible(), name)
  t.ok(operations.length > 10)
  for (const { name } of tags) {
    await inGroup(page, name, async () => {
      for (const { operationId, summary } of operations.filter(({ tags: [tag] }) => tag === name)) {
        t.match(await page.locator(`#operations-${name}-${operationId}`).innerText(), summary, operationId)
      }
    })
  }
  await page.screenshot({ path: join(SCREENSHOTS, 'swagger.png'), fullPage: true })
})

const needsKey = ({ security }: Operation) => !security?.some((requirement) => Object.keys(requirement).length === 0)
/** A fresh register has none; the walks of docs/webhooks.md and docs/corrections.md take them in their order. */
const isForReceivers = ({ tags: [tag] }: Operation) => tag === 'webhooks' || tag === 'corrections'
/** Nobody has attached anything to a report of a fresh register. */
const NEEDS_MORE = new Set(['getAttachment'])
const isForOperators = (operation: Operation) => needsKey(operation) && !isForReceivers(operation) && !NEEDS_MORE.has(operation.operationId)

t.test('an operation of open data answers with data when it is tried as it stands there', async (t) => {
  await askAll(t, operations.filter((one) => !needsKey(one)))
})

t.test('the others do so with the key that the first start shows', async (t) => {
  for (const { name } of tags) {
    const own = operations.filter(({ tags: [tag] }) => tag === name)
    t.equal(await inGroup(page, name, async () => await page.locator('.opblock .authorization__btn').count()), own.filter(needsKey).length, `those of ${name} alone wear a lock`)
  }
  for (const { page } of windows) {
    await page.locator('.auth-wrapper .btn.authorize').click()
    await page.locator('.auth-container input').fill(KEY.exec(service.output())![1]!)
    await page.screenshot({ path: join(SCREENSHOTS, 'swagger-authorize.png') })
    await page.locator('.auth-container .btn.authorize').click()
    await page.locator('.auth-container .btn-done').click()
  }
  await askAll(t, operations.filter((one) => isForOperators(one) && one.method === 'get'))
  // The other writes need what came before them: the walk of docs/push.md takes them in their order.
  t.match(await ask(page, operations.find(({ operationId }) => operationId === 'openRun')!), { status: 201, body: { state: 'open' } })
})

t.test('an address of one operation opens it, with the key still known', async (t) => {
  await page.goto(`${url}/docs#/sync/getRun`)
  await page.reload()
  const block = page.locator('#operations-sync-getRun')
  await block.getByRole('button', { name: 'Execute' }).click()
  await block.locator('.live-responses-table .response').first().waitFor()
  t.match(await block.locator('.live-responses-table .response .response-col_status').first().innerText(), '200')
})

t.test('groups stand in the order of the description, in both languages', async (t) => {
  const headings = await page.locator('.opblock-tag').allInnerTexts()
  t.strictSame(headings.map((text) => text.split('\n')[0]!.trim()), tags.map(({ name }) => name))
  for (const text of headings) t.match(text, /\w.* · .*[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/, 'English · Vietnamese')
})

t.test('the page complains of nothing and asks nobody else', async (t) => {
  for (const { complaints, strangers } of windows) {
    t.strictSame(complaints, [])
    t.strictSame(strangers, [])
  }
})

t.test('it reads well in a narrow window', async (t) => {
  await page.setViewportSize({ width: 480, height: 900 })
  await page.evaluate('window.scrollTo(0, 0)')
  await page.screenshot({ path: join(SCREENSHOTS, 'swagger-narrow.png') })
  t.ok(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), 'nothing runs over the edge')
})

t.test('Ctrl-C ends the service with the page still open', (t) => stop(t, service, DATA_DIR))
