/** What people call the kinds of files that may be added. */
const words: Record<string, string> = {
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word（docx）',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel（xlsx）',
}

/** What people call a kind of file. */
export function kindOf(media: string): string {
  return words[media] ?? media
}
