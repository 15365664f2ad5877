import { DownloadOutlined, FileExcelOutlined, UploadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { download, type S } from '../../api/client'
import { useMay, useStaff } from '../../session/session'
import { useText } from '../../text/text'
import { ImportDialog } from './ImportDialog'
import { text } from './text'

interface FilesProps {
  ledger: S['LedgerView']
  /** What the list is narrowed to: the export has the same records. */
  query: Record<string, string | boolean | undefined>
}

/** A ledger as files: the template, what the list shows as a sheet, and a sheet into the ledger. */
export function Files({ ledger, query }: FilesProps) {
  const own = useText(text)
  const may = useMay()
  const staff = useStaff()
  const { message } = App.useApp()
  const [isImporting, setIsImporting] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const path = `/api/v1/ledgers/${ledger.ledger}`
  const keeps = ledger.may_keep && !staff.read_only && may('import_records')
  const get = async (address: string) => {
    setIsBusy(true)
    const problem = await download(address)
    setIsBusy(false)
    if (problem) message.error(problem.detail)
  }
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  const words = new URLSearchParams(asked).toString()
  return (
    <>
      {keeps && may('download_record_template') && (
        <Button icon={<FileExcelOutlined />} onClick={() => void get(`${path}/template`)}>
          {own.template}
        </Button>
      )}
      {may('export_records') && (
        <Button
          icon={<DownloadOutlined />}
          loading={isBusy}
          onClick={() => void get(`${path}/export${words === '' ? '' : `?${words}`}`)}
        >
          {own.export}
        </Button>
      )}
      {keeps && (
        <Button icon={<UploadOutlined />} onClick={() => setIsImporting(true)}>
          {own.import}
        </Button>
      )}
      {isImporting && <ImportDialog ledger={ledger} onClose={() => setIsImporting(false)} />}
    </>
  )
}
