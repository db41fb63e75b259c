import type { Action, Place, Scene } from './action';
import { copyLink } from './copyLink';
import { deleteAction } from './delete';
import { download } from './download';
import { filter } from './filter';
import { newFolder } from './newFolder';
import { open } from './open';
import { refresh } from './refresh';
import { rename } from './rename';
import { selectAll } from './selectAll';
import { up } from './up';
import { upload } from './upload';
import { uploadFolder } from './uploadFolder';

/** Every command of the files screen, in the order in which menus and toolbars show them. */
export const actions: readonly Action[] = [
  open,
  up,
  upload,
  uploadFolder,
  newFolder,
  download,
  copyLink,
  rename,
  selectAll,
  filter,
  refresh,
  deleteAction,
];

export function actionsAt(place: Place, scene: Scene): readonly Action[] {
  return actions.filter((action) => action.places.includes(place) && action.enabled(scene));
}

/** The command of a key, if it can run now. */
export function actionFor(key: string, scene: Scene): Action | undefined {
  return actions.find((action) => action.keys.includes(key) && action.enabled(scene));
}
