import { Alert, Button, Drawer, Flex, Form, Select } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { HeadersByColumn } from './HeadersByColumn'
import { HeadersByHeader } from './HeadersByHeader'
import { text } from './text'
import { useFeeds } from './useFeeds'

interface MappingDrawerProps {
  file: string
  sheet: string
  /** What the preview took the sheet for; none when it could not be read. */
  known?: S['SheetReport']
  /** What was corrected before. */
  corrected?: S['SheetMapping']
  onSave: (mapping: S['SheetMapping']) => void
  onUndo: () => void
  onClose: () => void
}

/** Says what a sheet is, and what each of its headers fills. */
export function MappingDrawer({ file, sheet, known, corrected, onSave, onUndo, onClose }: MappingDrawerProps) {
  const own = useText(text)
  const words = useText(common)
  const { feeds, feed: find, problem } = useFeeds()
  const [feed, setFeed] = useState(corrected?.feed ?? known?.feed)
  const [headers, setHeaders] = useState<S['HeaderMapping'][]>(
    corrected?.headers.length || !known
      ? (corrected?.headers ?? [])
      : known.mapping.map(([header, fills]) => ({ header, fills })),
  )
  const chosen = feed === undefined ? undefined : find(feed)
  const isOther = !!known && feed !== known.feed
  const filled = headers.flatMap(it => it.fills)
  const isListed = !!known && !isOther
  const needed = (chosen?.columns ?? []).filter(it => isListed && it.required && !filled.includes(it.name))
  const departments = [...new Set(feeds.map(it => it.department))]
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={own.correctTitle(sheet ? `${file} [${sheet}]` : file)}
      footer={
        <Flex gap={12} justify="flex-end">
          {corrected && <Button onClick={onUndo}>{own.undoMapping}</Button>}
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            type="primary"
            disabled={!feed || needed.length > 0}
            onClick={() => feed && onSave({ file, sheet, feed, headers: isOther ? [] : headers })}
          >
            {own.saveMapping}
          </Button>
        </Flex>
      }
    >
      <p className="quiet">{own.correctWhy}</p>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      <Form layout="vertical">
        <Form.Item label={own.feed} htmlFor="mapping-feed">
          <Select
            id="mapping-feed"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={own.chooseFeed}
            value={feed}
            onChange={setFeed}
            options={departments.map(department => ({
              label: department,
              options: feeds.filter(it => it.department === department).map(it => ({ value: it.feed, label: it.zh })),
            }))}
          />
        </Form.Item>
      </Form>
      {isOther && <Alert type="info" showIcon title={own.otherFeed} />}
      {chosen && isListed && <HeadersByHeader columns={chosen.columns} headers={headers} onChange={setHeaders} />}
      {chosen && !known && <HeadersByColumn columns={chosen.columns} headers={headers} onChange={setHeaders} />}
      {needed.length > 0 && (
        <p className="mapping-hint" role="alert">
          {own.needed(needed.map(it => it.zh).join('、'))}
        </p>
      )}
    </Drawer>
  )
}
