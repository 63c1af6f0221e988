import { copyFile, rm } from 'node:fs/promises'
import { VERSION } from '../src/http/headers.ts'

// What clients were promised: test/released.test.ts compares the description with the newest file of openapi/released/.
// A version is promised once; before the first release, `--baseline` says anew what is to be kept.
const released = new URL('released/', import.meta.url)
const baseline = new URL('baseline.yaml', released)
const description = new URL('openapi.yaml', import.meta.url)
const EXCLUSIVELY = 1

if (process.argv.includes('--baseline')) {
  await copyFile(description, baseline)
} else {
  await copyFile(description, new URL(`${VERSION}.yaml`, released), EXCLUSIVELY)
  await rm(baseline, { force: true })
}
