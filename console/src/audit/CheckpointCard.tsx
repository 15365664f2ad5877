import { CopyOutlined, DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, Flex } from 'antd'
import { useState } from 'react'
import { http, type Problem, type S } from '../api/client'
import { chinaSecond } from '../parts/time'
import { useText } from '../text/text'
import { text } from './text'

/** Takes a checkpoint when asked, and shows it so that it can be copied, saved or printed and signed. */
export function CheckpointCard() {
  const own = useText(text)
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState<S['CheckpointView']>()
  const [problem, setProblem] = useState<Problem>()
  const take = async () => {
    setBusy(true)
    const { data, error } = await http.GET('/api/v1/audit/checkpoint')
    setTaken(data)
    setProblem(error)
    setBusy(false)
  }
  return (
    <Card className="checkpoint-card">
      <h2 className="section">{own.checkpoint}</h2>
      <p className="no-print">{own.checkpointWhy}</p>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {taken ? (
        <Taken checkpoint={taken} />
      ) : (
        <Button className="no-print" loading={busy} onClick={take}>
          {own.take}
        </Button>
      )}
    </Card>
  )
}

function Taken({ checkpoint }: { checkpoint: S['CheckpointView'] }) {
  const own = useText(text)
  const { message } = App.useApp()
  const file = `${JSON.stringify(checkpoint, null, 2)}\n`
  const copy = async () => {
    await navigator.clipboard.writeText(file)
    message.success(own.copied)
  }
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([file], { type: 'application/json' }))
    link.download = `${own.checkpoint}-${checkpoint.seq}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  const rows = [
    [own.place, own.placeOf(checkpoint.seq)],
    [own.takenAt, chinaSecond(checkpoint.taken_at)],
    [own.hash, grouped(checkpoint.hash)],
    [own.sum, grouped(checkpoint.sm3)],
    [own.program, `${checkpoint.program} ${checkpoint.version}`],
  ]
  return (
    <>
      <dl className="checkpoint">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="checkpoint-sign">
        <span>{own.sign}</span>
        <span>{own.keep}</span>
        <span>{own.signDay}</span>
      </p>
      <p className="quiet">{own.later}</p>
      <Flex gap={8} wrap className="no-print">
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {own.print}
        </Button>
        <Button icon={<DownloadOutlined />} onClick={save}>
          {own.save}
        </Button>
        <Button icon={<CopyOutlined />} onClick={copy}>
          {own.copy}
        </Button>
      </Flex>
    </>
  )
}

/** In groups of eight, so that a person can compare them. */
function grouped(hash: string): string {
  return hash.match(/.{1,8}/g)?.join(' ') ?? hash
}
