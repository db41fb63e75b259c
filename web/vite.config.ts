import type { Plugin } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** Puts the script that asks for the folder in front of all others; it has a digest in its name, as they have. */
const early: Plugin = {
  name: 'early',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: 'src/early.ts', name: 'early' });
  },
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const script = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.name === 'early');
      if (!script) throw new Error('src/early.ts was not built');
      return [{ tag: 'script', attrs: { src: `./${script.fileName}` }, injectTo: 'head-prepend' }];
    },
  },
};

export default defineConfig({
  // Files of the build name one another relatively. Only the page, which stands at every folder's URL, cannot: the gateway
  // puts its own path in the place of each "./" there.
  base: './',
  plugins: [svelte(), svelteTesting(), early],
  build: {
    target: 'es2022',
    // An inlined asset would be a data: URL, which the content security policy refuses for all but images.
    assetsInlineLimit: 0,
    // Every browser we support preloads modules by itself.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The licences of what is bundled travel with it.
    license: { fileName: 'licenses.md' },
  },
  // The words of the doctor's verdicts are the gateway's own and stand beside its code.
  server: { fs: { allow: ['.', '../src/main/resources'] } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
  },
});
