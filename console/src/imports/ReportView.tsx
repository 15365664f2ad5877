import { Button, Card, Flex, Table } from 'antd'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import { counted } from '../parts/figures'
import { SheetsTable } from './SheetsTable'
import { text } from './text'

interface ReportViewProps {
  report: S['ImportReport']
  isCorrected?: (file: string, sheet: string) => boolean
  /** Corrects what a sheet is taken for; of a sheet that could not be read, says what it is. */
  onCorrect?: (file: string, sheet: string) => void
}

/** What an import, or its preview, says of itself: the sum first, then sheets, then files that cannot
 * be used. */
export function ReportView({ report, isCorrected, onCorrect }: ReportViewProps) {
  const own = useText(text)
  const { totals } = report
  return (
    <Flex vertical gap={12}>
      <Card styles={{ body: { padding: 16 } }}>
        <p className="import-sum">
          <strong>{own.forMonth(report.county, report.month)}</strong>{' '}
          {own.reconciled(counted(totals.read), counted(totals.stored), counted(totals.quarantined), counted(totals.skipped))}
        </p>
        <ul className="import-meanings">
          {Object.entries(own.meaning).map(([key, words]) => (
            <li key={key}>{words}</li>
          ))}
        </ul>
      </Card>
      {report.errors.length > 0 && <Errors errors={report.errors} isCorrected={isCorrected} onCorrect={onCorrect} />}
      <Card styles={{ body: { padding: 0 } }}>
        <h2 className="section import-title">{own.sheets}</h2>
        <SheetsTable
          sheets={report.sheets}
          isCorrected={isCorrected && (it => isCorrected(it.file, it.sheet))}
          onCorrect={onCorrect && (it => onCorrect(it.file, it.sheet))}
        />
      </Card>
      {report.ignored.length > 0 && (
        <p className="quiet">
          {own.ignored}：{report.ignored.join('、')}
        </p>
      )}
    </Flex>
  )
}

/** Whether a person can help by saying what a sheet is; the rest must be mended in the file. */
function isTellable(error: S['FileErrorReport']): boolean {
  return ['feed_unknown', 'feed_ambiguous', 'columns_missing'].includes(error.code)
}

interface ErrorsProps extends Omit<ReportViewProps, 'report'> {
  errors: S['FileErrorReport'][]
}

function Errors({ errors, isCorrected, onCorrect }: ErrorsProps) {
  const own = useText(text)
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <h2 className="section import-title">{own.errors}</h2>
      <p className="quiet import-lead">{own.errorsWhy}</p>
      <Table<S['FileErrorReport']>
        size="small"
        rowKey={it => `${it.file}/${it.sheet}`}
        dataSource={errors}
        pagination={false}
        scroll={{ x: 800 }}
        columns={[
          {
            title: own.file,
            width: 320,
            render: (_, it) => (
              <span className="import-name">
                {it.file}
                {it.sheet && <span className="quiet"> [{it.sheet}]</span>}{' '}
                {isCorrected?.(it.file, it.sheet) && <Mark tone="told">{own.corrected}</Mark>}
              </span>
            ),
          },
          { title: own.whatToDo, dataIndex: 'message' },
          ...(onCorrect && errors.some(isTellable)
            ? [
                {
                  title: own.correct,
                  width: 150,
                  render: (_: unknown, it: S['FileErrorReport']) =>
                    isTellable(it) && (
                      <Button size="small" onClick={() => onCorrect(it.file, it.sheet)}>
                        {own.nameIt}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
