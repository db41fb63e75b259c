/** Whether commands are given with Command instead of Ctrl. */
export const onMac = /^(mac|iphone|ipad)/i.test(navigator.platform);
