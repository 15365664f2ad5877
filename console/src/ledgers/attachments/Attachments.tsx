import { Alert, Card, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import type { Open } from '../useRecord'
import { AddFile } from './AddFile'
import { FileRow } from './FileRow'
import { RemoveFile } from './RemoveFile'
import { text } from './text'

/** The files of a record: photographs and papers, added, fetched, and taken away with a reason. */
export function Attachments({ ledger, record, reload }: Open) {
  const own = useText(text)
  const may = useMay()
  const [removing, setRemoving] = useState<S['AttachmentView']>()
  const path = { ledger: ledger.ledger, record: record.record }
  const found = api.useQuery('get', '/api/v1/ledgers/{ledger}/records/{record}/attachments', { params: { path } })
  const files = found.data?.attachments ?? []
  const mayAttach = found.data?.may_attach ?? false
  const added = () => {
    void found.refetch()
    // A file makes a version of the record, and a line of its history.
    reload()
  }
  return (
    <Card>
      <h2 className="section">{own.title}</h2>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && files.length === 0 && <p className="quiet">{own.none}</p>}
      <ul className="record-files">
        {files.map(it => (
          <FileRow
            key={it.attachment}
            file={it}
            address={`/api/v1/ledgers/${path.ledger}/records/${path.record}/attachments/${it.attachment}`}
            onRemove={mayAttach && may('remove_attachment') ? () => setRemoving(it) : undefined}
          />
        ))}
      </ul>
      {found.data && mayAttach && may('add_attachment') && (
        <AddFile
          address={`/api/v1/ledgers/${path.ledger}/records/${path.record}/attachments`}
          rules={found.data}
          onAdded={added}
        />
      )}
      {removing && <RemoveFile path={path} file={removing} onClose={() => setRemoving(undefined)} />}
    </Card>
  )
}
