import { Tag } from 'antd'
import type { ReactNode } from 'react'
import './mark.css'

/** How something stands: well, with care, badly, asked or told; plain says nothing of it. */
export type Tone = 'good' | 'care' | 'bad' | 'told' | 'plain'

/** A word in a coloured box that can be read on its ground. The word says it, not the colour. */
export function Mark({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <Tag className={`mark mark-${tone}`}>{children}</Tag>
}
