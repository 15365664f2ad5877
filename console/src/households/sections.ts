// The sections of a household's page, in their order. A further one is a component in its own file
// and one line here; its title stands in `text.ts`.
import type { ComponentType } from 'react'
import type { S } from '../api/client'
import { Cases } from './Cases'
import { Changes } from './Changes'
import { Clues } from './Clues'
import { Entitled } from './Entitled'
import { Findings } from './Findings'
import { Given } from './Given'
import { Income } from './Income'
import { Measures } from './Measures'
import { Members } from './Members'
import type { text } from './text'
import { Visits } from './Visits'

type Sentence = { [K in keyof typeof text.zh]: (typeof text.zh)[K] extends string ? K : never }[keyof typeof text.zh]

interface SectionEntry {
  /** What the address points to. */
  id: string
  title: Sentence
  /** It offers something to do and is left out on paper. */
  isForScreen?: boolean
  /** The operation it cannot be shown without, where not everybody who sees the household may use it. */
  needs?: string
  Section: ComponentType<{ household: S['HouseholdView'] }>
}

export const sections: SectionEntry[] = [
  { id: 'family', title: 'family', Section: Members },
  { id: 'help', title: 'help', Section: Cases },
  { id: 'income', title: 'accounts', Section: Income, needs: 'list_income_accounts' },
  { id: 'findings', title: 'findings', Section: Findings },
  { id: 'clues', title: 'clues', Section: Clues },
  { id: 'visits', title: 'visits', Section: Visits },
  { id: 'measures', title: 'measures', Section: Measures },
  { id: 'given', title: 'given', Section: Given },
  { id: 'benefits', title: 'benefits', Section: Entitled },
  { id: 'changes', title: 'changes', Section: Changes, isForScreen: true },
]
