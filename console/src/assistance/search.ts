import type { S } from '../api/client'
import type { ListSearch } from '../parts/cursor'

export type Tab = 'coverage' | 'gaps' | 'reviews' | 'follow-ups'

/** What the address of the page says. */
export interface AssistanceSearch extends ListSearch {
  tab?: Tab
  /** The region that is looked at; the own one when absent. */
  region?: string
  /** The regions gone down through. */
  via?: string[]
  gap?: S['AssistanceGap']
  year?: number
}
