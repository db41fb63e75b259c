/** One short word about something that went well. What went wrong stays on screen instead. */
class Notice {
  text = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.text = '';
    }, 4000);
  }
}

export const notice = new Notice();
