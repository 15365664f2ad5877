// Names under which files are sent. The server keeps the files of an upload in one folder, so that
// two of the same name from two folders need names of their own.

/** A file somebody chose or dropped, with the folder it lay in. */
export interface Chosen {
  file: File
  /** With folders, such as `04_民政局/名单.xlsx`; the plain name when there are none. */
  path: string
}

/** Whether a file is one that systems leave behind: hidden, or the lock of an open workbook. */
export function isLeftBehind(path: string): boolean {
  const name = path.split('/').at(-1) ?? path
  return name.startsWith('.') || name.startsWith('~$') || name.toLowerCase() === 'thumbs.db'
}

/** The name to send a file under: its own, or with its folders in front where another file has it
 * already. `taken` says which path stands behind each name; the same path keeps its name, so that
 * a file chosen again replaces the one before. */
export function nameFor(path: string, taken: ReadonlyMap<string, string>): string {
  const parts = path.split('/').filter(it => it !== '')
  for (let length = 1; length <= parts.length; length += 1) {
    const name = parts.slice(-length).join(' ')
    const behind = taken.get(name)
    if (behind === undefined || behind === path) return name
  }
  return parts.join(' ')
}
