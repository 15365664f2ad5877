import { Button, Flex, Form, Modal, Progress } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { DropZone } from '../../imports/DropZone'
import '../../imports/imports.css'
import { JobWatch } from '../../imports/JobWatch'
import { useSending } from '../../imports/useSending'
import { RegionField } from '../../parts/RegionField'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { Refused } from '../Refused'
import { useSaid } from '../said'
import { Imported } from './Imported'
import { text } from './text'

interface ImportDialogProps {
  ledger: S['LedgerView']
  onClose: () => void
}

/** Levels at which a file is imported: a ledger is imported by county, or by what lies in it. */
const within = ['county', 'township', 'village']

/** A file into a ledger: chosen, sent, looked at where somebody wants to, imported; then what became of
 * every row. */
export function ImportDialog({ ledger, onClose }: ImportDialogProps) {
  const words = useText(common)
  const own = useText(text)
  const say = useSaid()
  const staff = useStaff()
  const [region, setRegion] = useState(within.includes(staff.level) ? staff.region : undefined)
  const [upload, setUpload] = useState<string>()
  const [job, setJob] = useState<{ id: string; isPreview: boolean }>()
  const { files, add, retry, forget } = useSending(undefined, region ?? '', own.interrupted, setUpload)
  const start = api.useMutation('post', '/api/v1/ledgers/{ledger}/imports', {
    onSuccess: (it, asked) => setJob({ id: it.job, isPreview: asked.body.preview ?? false }),
  })
  const file = files[0]
  const isSent = file?.state === 'sent' && upload !== undefined
  const go = (preview: boolean) =>
    start.mutate({
      params: { path: { ledger: ledger.ledger } },
      body: { region: region ?? '', upload: upload ?? '', preview },
    })
  const again = () => {
    forget()
    setUpload(undefined)
    setJob(undefined)
    start.reset()
  }
  const another = <Button onClick={again}>{own.another}</Button>
  const goOn = (
    <Button type="primary" loading={start.isPending} onClick={() => go(false)}>
      {own.start}
    </Button>
  )
  return (
    <Modal open width={760} title={own.importTitle(say(ledger))} onCancel={onClose} footer={null}>
      <div className="record-import">
        {!file && (
          <>
            <Form layout="vertical">
              <Form.Item label={own.where} extra={own.whereHint} htmlFor="import-region">
                <RegionField id="import-region" levels={within} value={region} onChange={setRegion} />
              </Form.Item>
            </Form>
            <DropZone isSingle hint={own.dropHint} disabled={!region} onFiles={it => add(it.slice(0, 1))} />
          </>
        )}
        {file && !isSent && (
          <Flex vertical gap={8} aria-live="polite">
            <span>{own.sending(file.name)}</span>
            <Progress percent={file.file.size === 0 ? 100 : Math.floor((file.sent * 100) / file.file.size)} />
            {file.state === 'failed' && (
              <Flex gap={8} role="alert" align="center" wrap>
                <span className="late">{file.problem}</span>
                <Button onClick={() => retry()}>{words.retry}</Button>
                {another}
              </Flex>
            )}
          </Flex>
        )}
        {start.error && (
          <Form component={false}>
            <Refused problem={start.error} shown={[]} />
          </Form>
        )}
        {isSent && !job && (
          <Flex vertical gap={12}>
            <span>{file.name}</span>
            <Flex gap={8} wrap>
              {!start.error && goOn}
              {!start.error && (
                <Button loading={start.isPending} onClick={() => go(true)}>
                  {own.preview}
                </Button>
              )}
              {another}
            </Flex>
          </Flex>
        )}
        {job && (
          <JobWatch key={job.id} job={job.id} hint={job.isPreview ? own.previewing : own.importing} failed={another}>
            {it => (
              <Imported ledger={ledger} job={it}>
                {job.isPreview && goOn}
                {another}
                {!job.isPreview && <Button onClick={onClose}>{words.close}</Button>}
              </Imported>
            )}
          </JobWatch>
        )}
      </div>
    </Modal>
  )
}
