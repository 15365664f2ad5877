import { Tag } from 'antd'
import { useText } from '../text/text'
import { word } from '../text/words'
import { draftStates } from './draftText'
import './trials.css'

const looks: Record<string, string> = { submitted: 'state-asked', approved: 'state-good', in_force: 'state-good', rejected: 'state-back' }

/** Where a draft stands. */
export function DraftState({ state }: { state: string }) {
  return <Tag className={looks[state]}>{word(useText(draftStates), state)}</Tag>
}
