import { Alert, App, Button, Flex, Input } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { usePreview } from './ChooseFiles'
import { counted } from '../parts/figures'
import { JobWatch } from './JobWatch'
import { MappingDrawer } from './MappingDrawer'
import { ReportView } from './ReportView'
import type { ImportSearch } from './search'
import { text } from './text'
import { useCorrections } from './useCorrections'

/** What an upload would bring, to be looked at and corrected before it counts. */
export function Preview({ upload, job }: { upload: string; job: string }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<ImportSearch>()
  const back = () => setSearch({ ...search, preview: undefined })
  return (
    <JobWatch job={job} hint={`${own.reading}${own.leaveHint}`} failed={<Button onClick={back}>{own.back}</Button>}>
      {it => <Previewed upload={upload} job={job} report={it.result as S['ImportReport']} onBack={back} />}
    </JobWatch>
  )
}

interface PreviewedProps {
  upload: string
  job: string
  report: S['ImportReport']
  onBack: () => void
}

function Previewed({ upload, job, report, onBack }: PreviewedProps) {
  const own = useText(text)
  const corrections = useCorrections(upload)
  const preview = usePreview(report.month)
  const [open, setOpen] = useState<{ file: string; sheet: string }>()
  const isCurrent = corrections.isPreviewOf(job)
  const known = open && report.sheets.find(it => it.file === open.file && it.sheet === open.sheet)
  const again = (
    <Button type="primary" loading={preview.isPending} onClick={() => preview.start(upload)}>
      {own.previewAgain}
    </Button>
  )
  return (
    <Flex vertical gap={14}>
      <Flex justify="space-between" wrap gap={12}>
        <Button onClick={onBack}>{own.back}</Button>
        {isCurrent ? <Confirm upload={upload} report={report} mappings={corrections.mappings} /> : again}
      </Flex>
      {!isCurrent && <Alert type="warning" showIcon title={own.changed} />}
      {preview.error && <Alert type="error" showIcon title={preview.error.detail} />}
      <ReportView
        report={report}
        isCorrected={(file, sheet) => corrections.of(file, sheet) !== undefined}
        onCorrect={(file, sheet) => setOpen({ file, sheet })}
      />
      {open && (
        <MappingDrawer
          file={open.file}
          sheet={open.sheet}
          known={known}
          corrected={corrections.of(open.file, open.sheet)}
          onSave={mapping => {
            corrections.correct(mapping)
            setOpen(undefined)
          }}
          onUndo={() => {
            corrections.undo(open.file, open.sheet)
            setOpen(undefined)
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Flex>
  )
}

interface ConfirmProps {
  upload: string
  report: S['ImportReport']
  mappings: S['SheetMapping'][]
}

/** The way from the preview to the import: asks once more, with what will become of the rows. */
function Confirm({ upload, report, mappings }: ConfirmProps) {
  const own = useText(text)
  const staff = useStaff()
  const { modal, message } = App.useApp()
  const [search, setSearch] = useAddress<ImportSearch>()
  const start = api.useMutation('post', '/api/v1/jobs', {
    onSuccess: it => setSearch({ ...search, result: it.job }),
    onError: problem => message.error(problem.detail),
  })
  const ask = () => {
    let note = ''
    modal.confirm({
      title: own.confirmTitle(report.county, report.month),
      width: 520,
      okText: own.confirm,
      content: (
        <Flex vertical gap={10}>
          <span>{own.confirmWhy(counted(report.totals.stored), counted(report.totals.quarantined))}</span>
          {report.errors.length > 0 && <span className="soon">{own.confirmErrors(report.errors.length)}</span>}
          {report.sheets.some(it => it.already_imported != null) && <span>{own.confirmAgain}</span>}
          <label htmlFor="import-remark">{own.note}</label>
          <Input
            id="import-remark"
            placeholder={own.noteHelp}
            maxLength={200}
            onChange={event => {
              note = event.target.value
            }}
          />
        </Flex>
      ),
      onOk: () =>
        start
          .mutateAsync({
            body: { kind: 'import', region: staff.region, month: report.month, upload, mappings, note: note.trim() },
          })
          .catch(() => {}),
    })
  }
  return (
    <Button type="primary" disabled={report.sheets.length === 0} loading={start.isPending} onClick={ask}>
      {own.confirm}
    </Button>
  )
}
