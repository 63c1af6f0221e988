import { accessSync, constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { Test } from 'tap'

export const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url))

function findChromium (): string {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (!found) throw new Error('There is no chromium in PATH. On Debian: apt-get install chromium')
  return found
}

/** The system's Chromium without a window and with a profile of its own, closed with the test. */
export async function openBrowser (t: Test): Promise<Browser> {
  await mkdir(SCREENSHOTS, { recursive: true })
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  t.teardown(() => browser.close())
  return browser
}

/** A page and what went wrong on it: complaints on its console, and requests to any other host. */
export async function openPage (browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  const strangers: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()) })
  page.on('pageerror', (err) => { complaints.push(err.message) })
  page.on('request', (request) => { if (/^https?:/.test(request.url()) && new URL(request.url()).host !== new URL(url).host) strangers.push(request.url()) })
  await page.goto(url)
  return { page, complaints, strangers }
}
