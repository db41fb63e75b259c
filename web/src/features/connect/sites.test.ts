import { beforeEach, describe, expect, it } from 'vitest';
import { Sites } from './sites.svelte';

describe('Sites', () => {
  beforeEach(() => localStorage.clear());

  it('keep the latest first, once, and outlive the page', () => {
    const sites = new Sites();
    sites.remember({ path: '/a/', label: 'a' });
    sites.remember({ path: '/b/', label: 'b' });
    sites.remember({ path: '/a/', label: 'a' });
    expect(new Sites().all.map((site) => site.path)).toEqual(['/a/', '/b/']);
    sites.forget(sites.all[0]!);
    expect(new Sites().all.map((site) => site.path)).toEqual(['/b/']);
  });

  it('are few', () => {
    const sites = new Sites();
    for (let n = 0; n < 20; n++) sites.remember({ path: `/${n}/`, label: String(n) });
    expect(sites.all).toHaveLength(8);
  });

  it('survive rubbish in the storage', () => {
    localStorage.setItem('sallyport.sites', '[1,{"path":"javascript:x","label":"x"},{"path":"/ok/","label":"ok"}]');
    expect(new Sites().all).toEqual([{ path: '/ok/', label: 'ok' }]);
  });
});
