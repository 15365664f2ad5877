import { DownloadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Table } from 'antd'
import type { ReactNode } from 'react'
import { download, type S } from '../../api/client'
import { useLanguage, useText } from '../../text/text'
import { text } from './text'

interface ImportedProps {
  ledger: S['LedgerView']
  job: S['JobView']
  /** What can be done next. */
  children: ReactNode
}

/** What became of every row of a file: read is added, changed, unchanged and left out; and how the last
 * are mended. */
export function Imported({ ledger, job, children }: ImportedProps) {
  const own = useText(text)
  const { message } = App.useApp()
  const report = job.result as S['LedgerImport']
  const get = async () => {
    const problem = await download(`/api/v1/ledgers/${ledger.ledger}/imports/${job.job}/left-out`)
    if (problem) message.error(problem.detail)
  }
  const left = report.quarantined_rows
  return (
    <Flex vertical gap={12}>
      <Alert
        type={report.preview ? 'info' : left > 0 ? 'warning' : 'success'}
        showIcon
        title={report.preview ? own.previewed : own.imported}
        description={report.file}
      />
      <Sum report={report} />
      <Noted report={report} />
      {left > 0 && (
        <section>
          <h2 className="section">{own.wrong}</h2>
          <p className="quiet">{own.leftOutHow}</p>
          <Button icon={<DownloadOutlined />} onClick={() => void get()}>
            {own.downloadLeftOut}
          </Button>
          <LeftOut report={report} />
        </section>
      )}
      <Flex gap={8} wrap>
        {children}
      </Flex>
    </Flex>
  )
}

/** The rows, adding up. */
function Sum({ report }: { report: S['LedgerImport'] }) {
  const own = useText(text)
  const parts = [
    { word: own.read, rows: report.read, sign: '' },
    { word: own.added, rows: report.added, sign: own.equals },
    { word: own.changed, rows: report.changed, sign: own.plus },
    { word: own.unchanged, rows: report.unchanged, sign: own.plus },
    { word: own.leftOut, rows: report.quarantined_rows, sign: own.plus },
  ]
  return (
    <div className="import-sum number" role="group">
      {parts.map(it => (
        <span key={it.word}>
          {it.sign} {it.word} <strong>{own.rows(it.rows)}</strong>
        </span>
      ))}
    </div>
  )
}

/** What was not read, and how amounts were. */
function Noted({ report }: { report: S['LedgerImport'] }) {
  const own = useText(text)
  const notes = report.sheets.flatMap(it => [
    ...(it.unknown_columns.length > 0 ? [own.unknown(it.sheet, it.unknown_columns.join(own.comma))] : []),
    ...(it.unit ? [own.unit(it.sheet, it.unit)] : []),
  ])
  if (report.ignored_sheets.length > 0) notes.push(own.ignored(report.ignored_sheets.join(own.comma)))
  if (report.skipped > 0) notes.push(own.skipped(report.skipped))
  if (notes.length === 0) return null
  return (
    <ul className="quiet import-notes">
      {notes.map(it => (
        <li key={it}>{it}</li>
      ))}
    </ul>
  )
}

function LeftOut({ report }: { report: S['LedgerImport'] }) {
  const own = useText(text)
  const { language } = useLanguage()
  const rows = report.quarantined
  const hasSheets = rows.some(it => it.sheet !== '')
  return (
    <>
      {rows.length < report.quarantined_rows && (
        <p className="quiet">{own.firstOf(rows.length, report.quarantined_rows)}</p>
      )}
      <Table<S['QuarantinedRow']>
        size="small"
        className="import-left-out"
        rowKey={it => `${it.sheet}/${it.row}`}
        dataSource={rows}
        pagination={rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
        columns={[
          ...(hasSheets ? [{ title: own.sheet, dataIndex: 'sheet', width: 140 }] : []),
          { title: own.row, dataIndex: 'row', width: 70, className: 'number' },
          {
            title: own.why,
            render: (_: unknown, it: S['QuarantinedRow']) => (
              <ul className="record-refusals">
                {(language === 'zh' ? it.reasons_zh : it.reasons_en).map(why => (
                  <li key={why}>{why}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </>
  )
}
