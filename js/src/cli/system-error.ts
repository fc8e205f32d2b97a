/** Words for an error of the system; `absent` for one that says that something is not there. */
export function reason(thrown: unknown, absent: string): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: absent,
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOTDIR: 'a part of its path is not a folder',
    ENAMETOOLONG: 'its name is too long',
    ELOOP: 'its links lead in a circle',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
    EPIPE: 'nobody reads it',
    ENXIO: 'there is no such device',
  };
  return (code !== undefined && known[code]) || message;
}
