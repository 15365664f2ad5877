import { useState } from 'react'
import type { S } from '../api/client'

type Mapping = S['SheetMapping']

interface Kept {
  mappings: Mapping[]
  /** The preview that was made with exactly these. */
  preview?: string
}

const none: Kept = { mappings: [] }

/** Mappings that somebody corrected for the sheets of an upload. They stay while the browser's tab
 * is open, so that what is imported is what was previewed. */
export function useCorrections(upload: string | undefined) {
  const key = `import ${upload ?? ''}`
  const [, again] = useState(0)
  const stored = upload ? sessionStorage.getItem(key) : null
  const kept: Kept = stored ? (JSON.parse(stored) as Kept) : none
  const keep = (next: Kept) => {
    sessionStorage.setItem(key, JSON.stringify(next))
    again(it => it + 1)
  }
  const others = (file: string, sheet: string) => kept.mappings.filter(it => it.file !== file || it.sheet !== sheet)
  return {
    mappings: kept.mappings,
    of: (file: string, sheet: string) => kept.mappings.find(it => it.file === file && it.sheet === sheet),
    correct: (mapping: Mapping) => keep({ mappings: [...others(mapping.file, mapping.sheet), mapping] }),
    undo: (file: string, sheet: string) => keep({ mappings: others(file, sheet) }),
    previewedWith: (preview: string) => keep({ ...kept, preview }),
    isPreviewOf: (preview: string) => kept.preview === preview,
    forget: () => {
      sessionStorage.removeItem(key)
      again(it => it + 1)
    },
  }
}
