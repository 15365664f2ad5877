import { DeleteOutlined, FolderOpenOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Card, Flex, Form, Input } from 'antd'
import { useRef } from 'react'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { formText } from './draftText'
import type { Fault } from './problems'

/** The files of a draft, each with its path and its whole content; inside a form. */
export function DraftFiles({ faults }: { faults: Record<string, Fault[]> }) {
  const words = useText(common)
  const own = useText(formText)
  const { message } = App.useApp()
  const form = Form.useFormInstance()
  const picker = useRef<HTMLInputElement>(null)
  const pick = async (picked: FileList | null) => {
    const files = await Promise.all([...(picked ?? [])].map(async it => ({ path: it.webkitRelativePath || it.name, text: await it.text() })))
    const before: S['DraftFile'][] = form.getFieldValue('files') ?? []
    form.setFieldValue('files', [...before, ...files])
    if (files.length > 0) message.info(own.picked(files.length))
    if (picker.current) picker.current.value = ''
  }
  return (
    <Form.List
      name="files"
      rules={[{ validator: (_, files?: unknown[]) => (files?.length ? Promise.resolve() : Promise.reject(new Error(own.noFile))) }]}
    >
      {(fields, { add, remove }, { errors }) => (
        <Flex vertical gap={12} className="door-problem">
          {fields.map((field, index) => (
            <Card
              key={field.key}
              size="small"
              title={<h2 className="draft-file-title">{own.fileNumber(index + 1)}</h2>}
              extra={<Button type="text" icon={<DeleteOutlined />} aria-label={own.removeFile} title={own.removeFile} onClick={() => remove(field.name)} />}
            >
              <Form.Item name={[field.name, 'path']} label={own.path} extra={own.pathHelp} rules={[{ required: true, whitespace: true, message: words.required(own.path) }]}>
                <Input spellCheck={false} autoComplete="off" />
              </Form.Item>
              <Form.Item name={[field.name, 'text']} label={own.content} className="pack-file" rules={[{ required: true, message: words.required(own.content) }]}>
                <Input.TextArea autoSize={{ minRows: 10, maxRows: 28 }} spellCheck={false} wrap="off" />
              </Form.Item>
              <Form.Item noStyle dependencies={[['files', field.name, 'path']]}>
                {() => {
                  const path: string = form.getFieldValue(['files', field.name, 'path']) ?? ''
                  return <FileFaults faults={faults[path.trim()] ?? []} textArea={`files_${field.name}_text`} />
                }}
              </Form.Item>
            </Card>
          ))}
          <Form.ErrorList errors={errors} />
          <Flex gap={12}>
            <Button icon={<PlusOutlined />} onClick={() => add({ path: '', text: '' })}>
              {own.addFile}
            </Button>
            <Button icon={<FolderOpenOutlined />} onClick={() => picker.current?.click()}>
              {own.pick}
            </Button>
            <input ref={picker} type="file" accept=".toml" multiple hidden onChange={event => void pick(event.target.files)} />
          </Flex>
        </Flex>
      )}
    </Form.List>
  )
}

function FileFaults({ faults, textArea }: { faults: Fault[]; textArea: string }) {
  const own = useText(formText)
  if (faults.length === 0) return null
  return (
    <div role="alert">
      <ul className="faults">
        {faults.map(it => (
          <li key={`${it.line} ${it.words}`}>
            {it.line && (
              <Button type="link" size="small" danger aria-label={own.toLine(it.line)} onClick={() => showLine(textArea, it.line ?? 1)}>
                {own.line(it.line)}
              </Button>
            )}
            {it.words}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Marks a line of a text area and brings it into sight. */
function showLine(id: string, line: number) {
  const area = document.getElementById(id)
  if (!(area instanceof HTMLTextAreaElement)) return
  const lines = area.value.split('\n')
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
  area.focus()
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  area.scrollTop = Math.max(0, line - 4) * (area.scrollHeight / Math.max(1, lines.length))
}
