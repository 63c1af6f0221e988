import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import t from 'tap'

interface Package { scripts: Record<string, string>, dependencies: Record<string, string>, devDependencies: Record<string, string> }
const { scripts, dependencies, devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as Package

t.test('npm run sbom lists all that the service is built from, and marks what are tools', async (t) => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { maxBuffer: 64 * 2 ** 20 })
  const bill = JSON.parse(stdout) as { bomFormat: string, components: { name: string, version: string, purl: string, properties: { name: string }[] }[] }
  t.equal(bill.bomFormat, 'CycloneDX')
  const named = (isTool: boolean) => new Set(bill.components.filter(({ properties }) => properties.some(({ name }) => name === 'cdx:npm:package:development') === isTool).map(({ name }) => name))
  const [product, tools] = [named(false), named(true)]
  t.strictSame(Object.keys(dependencies).filter((name) => !product.has(name)), [])
  t.ok(product.size > Object.keys(dependencies).length, 'and what these depend on')
  t.strictSame(['typescript', 'tap', 'oidc-provider'].filter((name) => !(name in devDependencies) || product.has(name) || !tools.has(name)), [])
  t.strictSame(bill.components.filter(({ version, purl }) => !version || !purl.startsWith('pkg:npm/')).map(({ name }) => name), [], 'each with its version and address')
})

t.test('advisories of high severity end a pipeline that can ask for them', async (t) => {
  t.match(scripts['audit:dependencies'], /^npm audit .*--audit-level=high/)
})
