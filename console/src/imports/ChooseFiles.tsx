import { Alert, App, Button, DatePicker, Flex, Space } from 'antd'
import dayjs from 'dayjs'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { chinaTime } from '../parts/time'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DropZone } from './DropZone'
import { SentFiles } from './SentFiles'
import type { ImportSearch } from './search'
import { text } from './text'
import { useCorrections } from './useCorrections'
import { useArrived, useSending } from './useSending'

/** The files of an import: which county and month they belong to, and the files themselves, sent one
 * by one. */
export function ChooseFiles() {
  const words = useText(common)
  const own = useText(text)
  const staff = useStaff()
  const { modal, message } = App.useApp()
  const [search, setSearch] = useAddress<ImportSearch>()
  const { upload } = search
  const month = search.month ?? dayjs().subtract(1, 'month').format('YYYY-MM')
  const corrections = useCorrections(upload)
  const sending = useSending(upload, staff.region, own.interrupted, it => setSearch({ tab: 'new', month, upload: it }))
  const arrived = useArrived(upload)
  const preview = usePreview(month)
  const discard = api.useMutation('delete', '/api/v1/uploads/{upload}', {
    onError: problem => void message.error(problem.detail),
  })
  const startAgain = () => {
    sending.forget()
    corrections.forget()
    setSearch({ tab: 'new', month })
  }
  const askDiscard = () =>
    modal.confirm({
      title: own.discardAsk,
      onOk: () => {
        startAgain()
        if (upload) discard.mutate({ params: { path: { upload } } })
      },
    })
  const failures = sending.files.filter(it => it.state === 'failed').length
  const isEmpty = (arrived.data?.files.length ?? 0) === 0
  if (upload && arrived.error && sending.files.length === 0) {
    const again = <Button onClick={startAgain}>{own.startAgain}</Button>
    return <Alert type="info" showIcon title={own.gone} action={again} />
  }
  return (
    <Flex vertical gap={14}>
      <div className="import-fields">
        <span>
          {own.county}：<strong>{staff.region_name}</strong>
        </span>
        <Space>
          <label htmlFor="import-month">{own.monthWhy}</label>
          <DatePicker
            id="import-month"
            picker="month"
            allowClear={false}
            value={dayjs(month)}
            disabledDate={it => it.isAfter(dayjs(), 'month')}
            onChange={it => setSearch({ ...search, tab: 'new', month: it?.format('YYYY-MM') })}
          />
        </Space>
      </div>
      <DropZone hint={own.dropHint} onFiles={sending.add} />
      <SentFiles files={sending.files} arrived={arrived.data?.files ?? []} onRetry={sending.retry} />
      {preview.error && <Alert type="error" showIcon title={preview.error.detail} />}
      <p className="quiet import-note">
        {own.previewWhy}
        {arrived.data && ` ${own.keptUntil(chinaTime(arrived.data.kept_until).slice(5))}`}
      </p>
      <Flex gap={12} justify="flex-end" wrap>
        {upload && <Button onClick={askDiscard}>{own.discard}</Button>}
        {failures > 0 && <Button onClick={() => sending.retry()}>{own.retryAll(failures)}</Button>}
        <Button
          type="primary"
          disabled={sending.isBusy || isEmpty || !upload}
          loading={preview.isPending}
          onClick={() => upload && preview.start(upload)}
        >
          {own.preview}
        </Button>
      </Flex>
      <span className="import-hidden" aria-live="polite">
        {words.selected(sending.files.length)}
      </span>
    </Flex>
  )
}

/** Asks for a preview of an upload with what was corrected, and goes to it. */
export function usePreview(month: string) {
  const staff = useStaff()
  const [search, setSearch] = useAddress<ImportSearch>()
  const corrections = useCorrections(search.upload)
  const ask = api.useMutation('post', '/api/v1/jobs', {
    onSuccess: job => {
      corrections.previewedWith(job.job)
      setSearch({ tab: 'new', month, upload: search.upload, preview: job.job })
    },
  })
  const start = (upload: string) =>
    ask.mutate({
      body: { kind: 'preview_import', region: staff.region, month, upload, mappings: corrections.mappings },
    })
  return { start, isPending: ask.isPending, error: ask.error }
}
