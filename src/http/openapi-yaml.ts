import { Document, isMap, isScalar, isSeq } from 'yaml'
import type { Node } from 'yaml'

const MAX_WIDTH = 100

/** The description as YAML, whose small ends stand on one line each: half the lines of the usual form, and a change of a schema is one line. */
export function toYaml (description: object): string {
  const document = new Document(description, { aliasDuplicateObjects: false, strict: false })
  layOut(document.contents)
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

/** How wide a node is on one line; what fits is put there. */
function layOut (node: Node | null): number {
  if (isScalar(node)) return JSON.stringify(node.value).length
  if (!isMap<Node, Node>(node) && !isSeq<Node>(node)) return 0
  const widths = isMap<Node, Node>(node) ? node.items.map(({ key, value }) => layOut(key) + layOut(value)) : node.items.map(layOut)
  const width = widths.reduce((sum, one) => sum + one + 2, 0)
  if (width <= MAX_WIDTH) node.flow = true
  return width
}
