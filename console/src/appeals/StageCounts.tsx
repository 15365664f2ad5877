import { Button, Flex } from 'antd'
import { api } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'
import { appealStages } from './words'

/** How many appeals stand at each stage; a stage is a filter at the same time. */
export function StageCounts({ chosen, onChoose }: { chosen?: string; onChoose: (stage?: string) => void }) {
  const own = useText(text)
  const words = useText(appealStages)
  const counts = api.useQuery('get', '/api/v1/appeals/counts')
  const of = (stage: string) =>
    (counts.data ?? []).filter(it => it.stage === stage).reduce((sum, it) => sum + it.count, 0)
  const shown = Object.entries(words).filter(([stage]) => of(stage) > 0)
  if (shown.length === 0) return null
  return (
    <Flex component="section" aria-label={own.byStage} wrap gap={8} align="center" className="appeals-counts">
      {shown.map(([stage, label]) => (
        <Button
          key={stage}
          size="small"
          aria-pressed={chosen === stage}
          type={chosen === stage ? 'primary' : 'default'}
          onClick={() => onChoose(chosen === stage ? undefined : stage)}
        >
          {label} <strong className="number">{of(stage)}</strong>
        </Button>
      ))}
    </Flex>
  )
}
