import { Alert, Drawer, Flex } from 'antd'
import { useText } from '../text/text'
import { Missing } from './Actions'
import { doesStep } from './chain'
import type { ActProps } from './forms/ActForm'
import { forms } from './forms/registry'
import { text as formText } from './forms/text'
import type { Doable } from './useDoable'
import { actions, type ActionWord } from './words'

interface ActDrawerProps extends Omit<ActProps, 'step'> {
  word: ActionWord | undefined
  doable: Doable
  onClose: () => void
}

/** The form of one action, beside the case. What was filled in is not lost by a click outside. */
export function ActDrawer({ word, doable, onClose, ...rest }: ActDrawerProps) {
  const actionWords = useText(actions)
  const step = word && doable.open.find(it => it.words.includes(word))?.step
  return (
    <Drawer
      open={!!word}
      onClose={onClose}
      size={word === 'plan_measures' ? 860 : 680}
      mask={{ closable: false }}
      destroyOnHidden
      title={word && `${actionWords[word]} · ${rest.view.householder}${step ? ` · ${step.zh}` : ''}`}
    >
      {word && (
        <Flex vertical gap={16}>
          <Missing view={rest.view} />
          <Form word={word} doable={doable} of={{ ...rest, step }} />
        </Flex>
      )}
    </Drawer>
  )
}

function Form({ word, doable, of }: { word: ActionWord; doable: Doable; of: ActProps }) {
  const words = useText(formText)
  const It = forms[word]
  const offered = of.step ? true : doable.others.includes(word) && !doesStep(word, doable.chain)
  if (!It || !offered) return <Alert type="info" showIcon title={words.noStep} />
  return <It {...of} />
}
