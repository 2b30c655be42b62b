package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A report as one HTML page: style and pictures inside, no script, no other host. */
final class HtmlPage {
  private static final Pattern INTERVAL = Pattern.compile(" (\\[[^\\]]*\\])$");

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%1$s</title>
      <style>
      :root { --ink: #1d232b; --soft: #5d6875; --paper: #fff; --band: #f4f6f8; --rule: #d5dbe1; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e4e8ec; --soft: #9ba6b2; --paper: #14181d; --band: #1c2229; --rule: #39424c; }
      }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
      main { box-sizing: border-box; width: fit-content; min-width: min(88rem, 100%%); max-width: 100%%;
        margin: 0 auto; padding: 2rem 1.25rem 4rem; }
      h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1.5rem; }
      section, figure { margin: 0 0 2.5rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
      .caption, figcaption { color: var(--soft); max-width: 46rem; margin: 0 0 .6rem; }
      th, td { padding: .4rem .65rem; text-align: right; white-space: nowrap;
        border-bottom: 1px solid var(--rule); }
      th:first-child, td:first-child { text-align: left; padding-left: .4rem; }
      thead th { font-weight: 600; white-space: normal; vertical-align: bottom;
        border-bottom: 2px solid var(--rule); }
      tbody th { font-weight: 600; }
      tbody tr { background: var(--paper); }
      tbody tr:nth-child(even) { background: var(--band); }
      tbody th { position: sticky; left: 0; background: inherit; }
      .interval { display: block; color: var(--soft); font-size: .85em; }
      img { display: block; width: 100%%; max-width: 760px; height: auto; background: #fff;
        border: 1px solid var(--rule); border-radius: 6px; }
      .pairs { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
      .pairs figure { margin: 0; }
      .pairs figcaption { margin: .3rem 0 0; font-size: .85rem; overflow-wrap: anywhere; }
      pre { background: var(--band); padding: 1rem; overflow-x: auto; font-size: .85rem; }
      summary { cursor: pointer; font-weight: 600; }
      a { color: inherit; }
      @media (max-width: 75rem) {
        table { font-size: .82rem; }
        th, td { padding: .35rem .4rem; }
        tbody th { white-space: normal; min-width: 9rem; }
      }
      @page { size: landscape; margin: 12mm; }
      @media print {
        :root { --ink: #000; --soft: #444; --paper: #fff; --band: #fff; --rule: #bbb; }
        main { padding: 0; }
        .wide, pre { overflow: visible; }
        table { font-size: .55rem; }
        th, td { padding: .15rem .2rem; white-space: normal; }
        tbody th { position: static; min-width: 0; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      }
      </style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      %2$s
      <details>
      <summary>Where these figures come from</summary>
      <pre>%3$s</pre>
      </details>
      </main>
      </body>
      </html>
      """;

  private HtmlPage() {}

  static String of(String title, List<Section> sections, ObjectNode provenance) {
    return PAGE.formatted(
        escaped(title),
        sections.stream().map(HtmlPage::section).collect(Collectors.joining("\n")),
        escaped(Fields.text(provenance)));
  }

  private static String section(Section section) {
    if (section instanceof Table table) {
      return table(table);
    }
    if (section instanceof Link link) {
      return link(link);
    }
    return section instanceof PairSheet sheet ? pairs(sheet) : figure((Figure) section);
  }

  private static String link(Link link) {
    return "<p>%1$s <a href=\"%2$s\">%2$s</a></p>"
        .formatted(escaped(link.caption()), escaped(link.path()));
  }

  private static String pairs(PairSheet sheet) {
    return """
        <section>
        <p class="caption">%s</p>
        <div class="pairs">
        %s
        </div>
        </section>"""
        .formatted(
            escaped(sheet.caption()),
            sheet.pairs().stream().map(HtmlPage::pair).collect(Collectors.joining("\n")));
  }

  private static String pair(PairSheet.Pair pair) {
    return """
        <figure>
        <img alt="two pictures side by side" src="data:image/png;base64,%s">
        <figcaption>%s</figcaption>
        </figure>"""
        .formatted(
            Base64.getEncoder().encodeToString(pair.png()),
            pair.note().stream().map(HtmlPage::escaped).collect(Collectors.joining("<br>")));
  }

  private static String figure(Figure figure) {
    return """
        <figure>
        <figcaption>%s</figcaption>
        <img alt="%s" src="data:image/png;base64,%s">
        </figure>"""
        .formatted(
            escaped(figure.caption()),
            escaped(figure.alt()),
            Base64.getEncoder().encodeToString(figure.png()));
  }

  /** A scrolled region must be reachable by keyboard and carry a name. */
  private static String table(Table table) {
    String caption = escaped(table.caption());
    return """
        <section>
        <p class="caption">%s</p>
        <div class="wide" role="region" tabindex="0" aria-label="%s">
        <table>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        </div>
        </section>"""
        .formatted(
            caption,
            caption,
            table.header().stream()
                .map(name -> "<th scope=\"col\">" + escaped(name) + "</th>")
                .collect(Collectors.joining()),
            table.rows().stream().map(HtmlPage::row).collect(Collectors.joining("\n")));
  }

  private static String row(List<String> cells) {
    String rest = cells.stream().skip(1).map(HtmlPage::cell).collect(Collectors.joining());
    return "<tr><th scope=\"row\">" + escaped(cells.get(0)) + "</th>" + rest + "</tr>";
  }

  private static String cell(String text) {
    String marked =
        INTERVAL.matcher(escaped(text)).replaceFirst(" <span class=\"interval\">$1</span>");
    return "<td>" + marked + "</td>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
