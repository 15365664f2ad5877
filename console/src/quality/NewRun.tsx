import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Form, Result } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { DropZone } from '../imports/DropZone'
import { counted } from '../parts/figures'
import '../imports/imports.css'
import { JobWatch } from '../imports/JobWatch'
import { SentFiles } from '../imports/SentFiles'
import { text as importText } from '../imports/text'
import { useArrived, useSending } from '../imports/useSending'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import type { QualitySearch } from './Quality'
import { RunFields } from './RunFields'
import { text } from './text'

/** A check from its files to its result. The address says which upload and which job. */
export function NewRun({ earlier }: { earlier: S['QualityRunRow'][] }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<QualitySearch>()
  const back = <Button onClick={() => setSearch({ begin: true })}>{own.again}</Button>
  return (
    <Flex vertical gap={12}>
      <Link to="/quality">← {own.backToList}</Link>
      <Card>
        <Flex vertical gap={14}>
          <h1 className="list-title">{own.newRun}</h1>
          {search.job ? (
            <JobWatch job={search.job} hint={own.checking} failed={back}>
              {job => <Done job={job} />}
            </JobWatch>
          ) : (
            <Choose earlier={earlier} />
          )}
        </Flex>
      </Card>
    </Flex>
  )
}

function Choose({ earlier }: { earlier: S['QualityRunRow'][] }) {
  const own = useText(text)
  const sendWords = useText(importText)
  const staff = useStaff()
  const { modal, message } = App.useApp()
  const [search, setSearch] = useAddress<QualitySearch>()
  const { upload } = search
  const [on, setOn] = useState(dayjs().format('YYYY-MM-DD'))
  const [exemptions, setExemptions] = useState<string>()
  const [previous, setPrevious] = useState<string>()
  const sending = useSending(upload, staff.region, sendWords.interrupted, it => setSearch({ begin: true, upload: it }))
  const arrived = useArrived(upload)
  const discard = api.useMutation('delete', '/api/v1/uploads/{upload}', {
    onError: problem => void message.error(problem.detail),
  })
  const start = api.useMutation('post', '/api/v1/jobs', {
    onSuccess: it => setSearch({ begin: true, upload, job: it.job }),
  })
  const files = arrived.data?.files ?? []
  const exports = files.filter(it => it.name !== exemptions)
  const startAgain = () => {
    sending.forget()
    setSearch({ begin: true })
  }
  const askDiscard = () =>
    modal.confirm({
      title: sendWords.discardAsk,
      onOk: () => {
        startAgain()
        if (upload) discard.mutate({ params: { path: { upload } } })
      },
    })
  if (upload && arrived.error && sending.files.length === 0) {
    const again = <Button onClick={startAgain}>{own.again}</Button>
    return <Alert type="info" showIcon title={sendWords.gone} action={again} />
  }
  return (
    <>
      <section>
        <h2 className="section">{own.files}</h2>
        <Flex vertical gap={12}>
          <DropZone hint={own.dropHint} onFiles={sending.add} />
          <SentFiles
            files={sending.files}
            arrived={files}
            onRetry={sending.retry}
            further={{ title: own.kindOfFile, render: name => (name === exemptions ? own.isExemptions : own.isExport) }}
          />
        </Flex>
      </section>
      <Form layout="vertical" className="quality-fields">
        <RunFields
          on={on}
          onDay={setOn}
          files={files.map(it => it.name)}
          exemptions={exemptions}
          onExemptions={setExemptions}
          earlier={earlier}
          previous={previous}
          onPrevious={setPrevious}
        />
      </Form>
      {start.error && <Alert type="error" showIcon title={start.error.detail} />}
      <p className="quiet import-note">{own.privacy}</p>
      <Flex gap={12} justify="flex-end">
        {upload && <Button onClick={askDiscard}>{own.discard}</Button>}
        <Button
          type="primary"
          disabled={sending.isBusy || exports.length === 0 || !upload}
          loading={start.isPending}
          onClick={() =>
            upload &&
            start.mutate({ body: { kind: 'check_quality', region: staff.region, on, upload, exemptions, previous } })
          }
        >
          {own.start}
        </Button>
      </Flex>
    </>
  )
}

function Done({ job }: { job: S['JobView'] }) {
  const own = useText(text)
  const told = job.result as { run: string; findings: number }
  return (
    <Result
      className="import-result"
      status="success"
      title={own.done(counted(told.findings))}
      extra={<Link to={`/quality/${told.run}`}>{own.toResult}</Link>}
    />
  )
}
