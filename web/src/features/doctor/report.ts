import type { Report } from '../../api/doctor';
import { translate, type Language } from '../../i18n/translate';
import { findings, portsInWords, replyOf } from './picture';
import { whole } from './verdicts';

/** The report as text, to be sent to whoever looks after the server or the gateway. It holds no password. */
export function reportText(language: Language, report: Report): string {
  const lines = [
    `Sallyport doctor: ${report.url} (${report.softwareTitle})`,
    `${report.started}, ${report.millis} ms, ${translate(language, report.usable ? 'doctor.usable' : 'doctor.unusable')}${report.mode ? `, ${report.mode}` : ''}`,
    '',
    ...report.picture.links.map(
      (link) =>
        `${translate(language, `doctor.link.${link.kind}`)}: ${translate(language, `doctor.state.${link.state}`)}${link.ports.length > 0 ? ` (${portsInWords(link.ports)})` : ''}`,
    ),
    '',
  ];
  for (const verdict of report.verdicts) {
    lines.push(`* ${whole(language, verdict)}`);
    for (const remedy of verdict.remedies) {
      const place = remedy.kind === 'setting' ? remedy.file : translate(language, `doctor.remedy.${remedy.kind}`);
      lines.push(`  ${translate(language, `doctor.side.${remedy.side}`)}, ${place}:`, ...remedy.lines.map((line) => `    ${line}`));
    }
  }
  lines.push('');
  for (const step of report.steps) {
    const words = translate(language, `doctor.step.${step.id}`);
    lines.push(`${words}: ${translate(language, `doctor.outcome.${step.state}`)}, ${step.millis} ms. ${findings(language, step)}`.trimEnd());
    const reply = replyOf(step);
    if (reply !== undefined) lines.push(`    ${reply}`);
  }
  return `${lines.join('\n')}\n`;
}
