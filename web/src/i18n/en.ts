import { connect } from './en/connect';
import { doctor } from './en/doctor';
import { files } from './en/files';
import { status } from './en/status';
import { transfers } from './en/transfers';

/** Every word of the application. The other languages have exactly these keys, or the build fails. */
export const en = {
  ...connect,
  ...files,
  ...transfers,
  ...doctor,
  ...status,

  'app.name': 'Sallyport',
  'app.language': 'Language',
  'app.home': 'All servers',
  'app.close': 'Close',
  'app.cancel': 'Cancel',
  'app.retry': 'Try again',
  'app.partMissing': 'This part of the application could not be loaded. The gateway may have been updated: reload the page.',

  'help.open': 'Keyboard help',
  'help.title': 'Keyboard',
  'help.move': 'Move',
  'help.sideways': 'Move among tiles',
  'help.menu': 'Menu of the selection',
  'help.range': 'Select a range',
  'help.focus': 'Move without selecting',
  'help.toggle': 'Select or clear one',
  'help.ends': 'First, last, page up, page down',
  'help.type': 'Jump to a name',
  'help.typeKeys': 'Type it',
  'help.escape': 'Clear the selection or the filter',
  'help.list': 'List',
  'help.actions': 'Commands',

  'error.likely': 'Likely cause',
  'error.todo': 'What to do',
  'error.reply': 'FTP reply',
  'error.detail': 'The gateway says',
  'error.noReply': 'The FTP server sent no reply.',
  'error.attempts': 'What the gateway tried',
  'attempt.connected': 'connected',
  'attempt.refused-by-server': 'refused by the server',
  'attempt.rejected': 'rejected',
  'attempt.timed-out': 'no answer',
  'attempt.wrong-peer': 'somebody else connected',
  'attempt.garbled': 'the reply makes no sense',
  'error.millis': '{millis} ms',

  'failed.open': '{name} could not be opened',
  'failed.signIn': 'Signing in to {name} failed',
  'failed.newFolder': 'The folder “{name}” could not be created',
  'failed.rename': '“{name}” could not be renamed',
  'failed.delete': '“{name}” could not be deleted',
  'failed.upload': '“{name}” could not be uploaded',
  'failed.connect': '{name} could not be opened',
  'failed.search': 'Searching {name} broke off',
  'failed.save': '“{name}” could not be saved',
  'failed.properties': 'Properties of “{name}”: this did not work',
  'failed.zip': '“{name}” could not be made',
  'failed.copy': '“{name}” could not be copied',
  'failed.move': '“{name}” could not be moved',
  'failed.download': '“{name}” could not be downloaded',
  'failed.doctor': 'The doctor could not look at {name}',
  'failed.status': 'The status could not be read',
  'failed.start': 'The gateway could not be reached',

  'cause.not-found': 'It was moved or deleted, or the name in the address is misspelt.',
  'cause.denied': 'Your account on the FTP server has no permission for this.',
  'cause.not-logged-in': 'You are not signed in to this server, or the session has ended.',
  'cause.signIn.not-logged-in': 'The FTP server refused this user name and password.',
  'cause.fixedLogin': 'The FTP server refused the login this gateway is configured with.',
  'cause.exists': 'Something of this name is already there.',
  'cause.missing-parent': 'The folder it belongs in no longer exists.',
  'cause.no-space': 'The disk of the FTP server is full, or your quota is used up.',
  'cause.busy': 'The FTP server accepts no more connections at the moment.',
  'cause.unsupported': 'The FTP server does not know the command that this needs.',
  'cause.unreachable': 'The FTP server is switched off, its address is wrong, or a firewall blocks the way from the gateway to it.',
  'cause.no-data-connection':
    'The FTP server answers, but a firewall blocks its data connection: FTP opens a second connection for every listing and file.',
  'cause.broken': 'The connection was lost half-way.',
  'cause.bad-request': 'The FTP server cannot store a name like this, or the address is not valid.',
  'cause.precondition-failed': 'Somebody changed it in the meantime.',
  'cause.internal': 'The gateway ran into a mistake of its own.',
  'cause.offline': 'The gateway is not running, or your network connection is down.',

  'todo.not-found': 'Go up one folder and look for it there.',
  'todo.denied': 'Ask the administrator of the FTP server for access, or sign in with another account.',
  'todo.not-logged-in': 'Sign in again.',
  'todo.signIn.not-logged-in': 'Check both, including upper and lower case, and try again.',
  'todo.fixedLogin': 'Ask the administrator of this gateway to correct it.',
  'todo.exists': 'Choose another name, or delete the other one first.',
  'todo.missing-parent': 'Refresh the folder and create it again.',
  'todo.no-space': 'Delete something there, or ask the administrator of the FTP server for more space.',
  'todo.busy': 'Wait a moment and try again.',
  'todo.unsupported': 'It cannot be done on this server.',
  'todo.unreachable': 'Try again later. If it stays so, tell the administrator of this gateway.',
  'todo.no-data-connection': 'Show the attempts below to the administrator of the gateway: they name the ports to open.',
  'todo.broken': 'Try again.',
  'todo.bad-request': 'Choose another name, without unusual characters.',
  'todo.precondition-failed': 'Refresh the folder and look at it again.',
  'todo.internal': 'Try again. If it stays so, tell the administrator of this gateway.',
  'todo.offline': 'Check your connection and try again.',
} as const;

export type Key = keyof typeof en;

/** A text, or one text per plural form of the language for a text with `{count}`. */
export type Words = string | { readonly one?: string; readonly other: string };

export type Dictionary = Readonly<Record<Key, Words>>;
