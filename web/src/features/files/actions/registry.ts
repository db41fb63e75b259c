import type { Action, Place, Scene } from './action';
import { copy } from './copy';
import { copyDavAddress } from './copyDavAddress';
import { copyLink } from './copyLink';
import { cut } from './cut';
import { deleteAction } from './delete';
import { download } from './download';
import { editPath } from './editPath';
import { filter } from './filter';
import { layout } from './layout';
import { newFolder } from './newFolder';
import { open } from './open';
import { paste } from './paste';
import { preview } from './preview';
import { properties } from './properties';
import { refresh } from './refresh';
import { rename } from './rename';
import { search } from './search';
import { selectAll } from './selectAll';
import { up } from './up';
import { upload } from './upload';
import { uploadFolder } from './uploadFolder';

/** Every command of the files screen, in the order in which menus and toolbars show them. */
export const actions: readonly Action[] = [
  open,
  preview,
  up,
  upload,
  uploadFolder,
  newFolder,
  download,
  cut,
  copy,
  paste,
  rename,
  copyLink,
  copyDavAddress,
  properties,
  selectAll,
  filter,
  search,
  editPath,
  layout,
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
